/* All kernels as one translation unit, so that each target is one compilation with functions of its own. */
#include "products.c"
#include "threads.c"
#include "head.c"
#include "optimisers.c"
#include "dropout.c"
#include "inputs.c"
#include "cells.c"
#include "windows.c"
#include "windowsBack.c"
#include "gradients.c"
#include "network.c"
#include "pass.c"
#ifndef __wasm__
#include "table.c"
#endif

int kernels_vector_length(void) { return VECTOR; }
