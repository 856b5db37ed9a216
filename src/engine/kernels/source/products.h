#pragma once
#include <stdbool.h>
#include <stddef.h>
#include "target.h"

/*
 * Matrix products in float32. Every element of a result is one sum, term by term with k ascending, so that its bits
 * do not depend on the other sizes nor on how rows or columns are shared among threads.
 *
 * Panels: a matrix [k][columns] laid out for reading: strips of PANEL columns (the last strip narrower, padded to whole
 * vectors with zeros), strip after strip, each [k][width]. Element (row, column) stands at panel_index.
 */

enum { PANEL = PANEL_VECTORS * VECTOR };

/** Rounds up to whole vectors. */
static inline int padded(int n) { return (n + VECTOR - 1) / VECTOR * VECTOR; }
/** Floats of the panels of a matrix. columns: padded. */
static inline size_t panels_size(int k, int columns) { return (size_t)k * padded(columns); }
/** Where an element of a matrix [k][columns] stands in its panels. columns: padded. */
static inline size_t panel_index(int k, int columns, int row, int column) {
  int strip = column / PANEL, first = strip * PANEL, width = columns - first < PANEL ? columns - first : PANEL;
  return (size_t)first * k + (size_t)row * width + (column - first);
}

/**
 * Fills part of panels: element (row0 + i, column0 + j) = source[i * stride + j], i < rows, j < n; elements outside are
 * left as they are (memory begins zeroed, so that padding stays zero).
 */
static void pack(float *panels, int k, int columns, int row0, int column0, const float *source, size_t stride, int rows,
                 int n);
/** Likewise transposed: element (row0 + i, column0 + j) = source[j * stride + i]. */
static void pack_transposed(float *panels, int k, int columns, int row0, int column0, const float *source,
                            size_t stride, int rows, int n);

/** Rows of a matrix that lie in groups: `groups` groups `apart` floats from each other, of `rows` rows `stride` apart.
    Either may be 0; groups and rows may change places together with their distances. */
typedef struct { int groups, rows; size_t apart, stride; } Rows;

/** C = A B, or C += A B: A rows of k floats, C rows of `columns` (padded) floats, both in the same groups and rows
    (their distances differ); B in panels [k][columns]. */
static void multiply(Rows a_rows, const float *a, const float *panels, int k, int columns, Rows c_rows, float *c,
                     bool accumulate);
/** Of that, strips from..to only (a strip is PANEL columns; there are strips_of(columns)). */
static void multiply_strips(Rows a_rows, const float *a, const float *panels, int k, int columns, int from, int to,
                            Rows c_rows, float *c, bool accumulate);
static inline int strips_of(int columns) { return (padded(columns) + PANEL - 1) / PANEL; }

/**
 * C = A^T B (accumulate: +=): A [rows][m..], B [rows][n..] with rows `a_stride`, `b_stride` apart, C [m][n] with rows
 * c_stride apart; sums over rows in ascending order. Reads B up to padded(n) columns, writes C only up to n: C may be a
 * weight matrix of any odd size.
 */
static void multiply_transposed(int rows, const float *a, size_t a_stride, int m, const float *b, size_t b_stride,
                                int n, float *c, size_t c_stride, bool accumulate);
