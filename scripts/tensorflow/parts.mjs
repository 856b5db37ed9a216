// What of native TensorFlow the extension carries: the JavaScript of tfjs-node, and the source of its binding with all
// the headers that it needs. The libraries themselves are fetched by the person, by "Install Native TensorFlow".
import { build } from 'esbuild';
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cached } from '../kernels/cache.mjs';
import { root } from '../kernels/sources.mjs';

const tfjsNode = join(root, 'node_modules', '@tensorflow', 'tfjs-node');
const nodeHeaders = join(root, 'node_modules', 'node-api-headers', 'include');
const ours = join(root, 'src', 'installer', 'binding');
const entry = join(root, 'src', 'engine', 'backend', 'tfjsNode.ts');

/** The headers of TensorFlow that the binding includes; all of them are tensorflowApi.h here. */
const tensorflowHeaders = [
  'tensorflow/c/c_api.h',
  'tensorflow/c/eager/c_api.h',
  'tensorflow/c/tf_datatype.h',
  'tensorflow/c/tf_status.h',
  'tensorflow/c/tf_tensor.h',
  'tensorflow/core/platform/ctstring_internal.h',
];
const nodeApiHeaders = ['node_api.h', 'node_api_types.h', 'js_native_api.h', 'js_native_api_types.h'];

/** Writes the parts into a new folder. @param {string} directory */
export async function buildTensorflowParts(directory) {
  await mkdir(directory, { recursive: true });
  await Promise.all([bundleTfjsNode(join(directory, 'tfjsNode.cjs')), writeBindingSource(join(directory, 'source'))]);
}

/** Builds the parts and answers a folder of them that stays as it is. */
export async function builtTensorflowParts() {
  const names = (await readdir(ours)).sort();
  const texts = await Promise.all(
    [entry, ...names.map((name) => join(ours, name))].map((path) => readFile(path, 'utf8')),
  );
  const { version } = JSON.parse(await readFile(join(tfjsNode, 'package.json'), 'utf8'));
  const script = await readFile(new URL(import.meta.url), 'utf8');
  return cached('tensorflow', [version, names, texts, script], buildTensorflowParts);
}

/**
 * Its classes are functions that only classes of the same kind can extend, so everything is taken from "main"; what
 * TensorBoard would need is left out.
 * @param {string} outfile
 */
async function bundleTfjsNode(outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    mainFields: ['main'],
    alias: { '@tensorflow/tfjs': '@tensorflow/tfjs-core' },
    plugins: [leaveOut(/(\/api_pb|^node-fetch)$/)],
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** @param {RegExp} filter @returns {import('esbuild').Plugin} */
function leaveOut(filter) {
  return {
    name: 'leave out',
    setup(build) {
      build.onResolve({ filter }, () => ({ path: 'nothing', namespace: 'nothing' }));
      build.onLoad({ filter: /./, namespace: 'nothing' }, () => ({ contents: '' }));
    },
  };
}

/** @param {string} directory */
async function writeBindingSource(directory) {
  await mkdir(directory, { recursive: true });
  const copies = [
    ...(await readdir(join(tfjsNode, 'binding'))).map((name) => join(tfjsNode, 'binding', name)),
    ...(await readdir(ours)).map((name) => join(ours, name)),
    ...nodeApiHeaders.map((name) => join(nodeHeaders, name)),
  ];
  for (const path of copies) await cp(path, join(directory, path.slice(dirname(path).length + 1)));
  for (const name of tensorflowHeaders) {
    await mkdir(join(directory, dirname(name)), { recursive: true });
    await writeFile(join(directory, name), '#include "tensorflowApi.h"\n');
  }
}
