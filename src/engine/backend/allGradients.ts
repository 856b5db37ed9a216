// Before the gradients: where the two are modules apart, as in Node, the engine is that of whichever comes first.
import '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
