import { beforeAll, describe, expect, it } from 'vitest';
import { UserError } from '../../../protocol/userError';
import { allowOwnCells } from './allowOwnCells';
import { exportsOf } from './compile';
import { spotOf } from './problems';

const file = '/somewhere/my-cell.ts';
const of = (source: string, imports?: Record<string, string>) => exportsOf({ file, source, imports });

/** Where a function that a file exports throws. */
function placeOf(source: string, imports?: Record<string, string>) {
  const { fails } = of(source, imports) as { fails: () => void };
  try {
    fails();
  } catch (error) {
    return spotOf(file, error);
  }
  return 'it does not fail';
}

beforeAll(allowOwnCells);

describe('TypeScript of a person’s cell', () => {
  it.each<[string, string, Record<string, unknown>]>([
    ['several exports in one statement', 'export const a = 1, b = a + 1;', { a: 1, b: 2 }],
    ['an export that changes', 'export let a = 1; a += 1;', { a: 2 }],
    ['exports that are listed and renamed', 'const a = 1, b = 2; export { a, b as c };', { a: 1, c: 2 }],
    ['an enum', 'enum Gate { input = 3, forget } export const a = Gate.forget, b = Gate[3];', { a: 4, b: 'input' }],
    ['a constant enum', 'const enum Gate { input, forget } export const a = Gate.forget;', { a: 1 }],
    ['satisfies', 'export const a = [1, 2] satisfies number[];', { a: [1, 2] }],
    ['as const', "export const a = ['h', 'c'] as const;", { a: ['h', 'c'] }],
    ['imports of types', "import type { Sizes } from './unroll-cell'; import { type State } from './nowhere'; export const a = 1 as unknown as Sizes & State;", { a: 1 }],
    ['generics and overloads', 'function f(x: 1): 2; function f<T>(x: T): T { return x; } export const a = f<1>(1);', { a: 1 }],
    ['a class with fields that its parameters name', 'class A { constructor(readonly b: number) {} } export const a = new A(2).b;', { a: 2 }],
    ['a namespace', 'namespace N { export const x = 5; } export const a = N.x;', { a: 5 }],
    ['a decorator', 'const twice = (f: () => number, _: unknown) => () => 2 * f(); class A { @twice x() { return 4; } } export const a = new A().x();', { a: 8 }],
    ['a mark at its beginning', '\uFEFFexport const a = 1;', { a: 1 }],
    ['lines as Windows ends them', 'export const a =\r\n  `x\r\ny`;\r\n', { a: 'x\ny' }],
    ['letters of any alphabet', "export const a = 'θ 😀', ħ = 2;", { a: 'θ 😀', ħ: 2 }],
    ['code that is strict', 'export const a = (function (this: unknown) { return this; })();', { a: undefined }],
    ['nothing', '', {}],
    ['nothing but a comment', '// later', {}],
  ])('may have %s', (_, source, expected) => expect({ ...of(source) }).toEqual(expected)); // prettier-ignore

  it('may be a megabyte long', () => {
    const lines = Array.from({ length: 16_000 }, (_, i) => `export const a${i}: number = ${i}; // ${'.'.repeat(30)}`);
    const source = [...lines, 'export function fails(): never { throw new Error(); }'].join('\n');
    expect(source.length).toBeGreaterThan(1e6);
    expect(of(source)['a15999']).toBe(15_999);
    expect(placeOf(source)).toEqual({ name: 'my-cell.ts', line: 16_001 });
  }, 60_000);

  it.each([
    ['a syntax error', 'const a = 1;\nconst = 2;', 'my-cell.ts:2 is not TypeScript: Expected identifier but found "=".'],
    ['after a mark, and lines of Windows', '\uFEFFconst a = 1;\r\n\r\n  a b;', 'my-cell.ts:3 is not TypeScript: '],
    ['a name twice', 'const a = 1;\n\nconst a = 2;', 'my-cell.ts:3 is not TypeScript: '],
    ['a time that it would wait', 'await 1;\nexport const a = 1;', 'my-cell.ts:1 is not TypeScript: Top-level await'],
    ['another file that is not there', "export const a = 1;\nexport * from './lib';", 'my-cell.ts:2: there is no such file: "./lib".'],
    ['a file above', "import { a } from '../lib';\na();", 'my-cell.ts:1: there is no such file: "../lib".'],
    ['a package', "import a from 'lodash';\nexport { a };", 'my-cell.ts imports "lodash": a cell has no packages'],
    ['Node', "import { readFileSync } from 'node:fs';\nreadFileSync('/etc/hosts');", 'my-cell.ts imports "node:fs": '],
  ])('is refused with file and line for %s', (_, source, message) => expect(() => of(source)).toThrow(message)); // prettier-ignore
});

describe('the place of an error', () => {
  it.each([
    ['as it was written', '// one\n\ninterface A {\n  a: 1;\n}\nexport function fails() {\n  throw new Error();\n}', 7],
    ['with lines of Windows', '\uFEFF// one\r\n\r\nexport const fails = () => {\r\n  throw new Error();\r\n};', 4],
    ['where types stood', 'type A = {\n  a: 1;\n};\nexport const fails = (): A =>\n  (null as unknown as { b: A }).b;', 5],
    ['in a function inside', 'enum A {\n  a\n}\nconst inner = () => {\n  [][A.a]!.x;\n};\nexport const fails = () => inner();', 5],
  ])('is the line %s', (_, source, line) => expect(placeOf(source)).toEqual({ name: 'my-cell.ts', line })); // prettier-ignore

  it('is in the file that was imported', () => {
    const imports = { 'lib/deep/f.ts': '\n\nexport const fails = (): void => {\n  throw new Error();\n};' };
    expect(placeOf("export * from './lib/deep/f';", imports)).toEqual({ name: 'lib/deep/f.ts', line: 4 });
  });

  it('is that of the version that has failed, where a file was changed meanwhile', () => {
    const [first, second] = ['', '\n\n\n'].map((lines) => of(`${lines}export const fails = () => { null!.x; };`));
    const lines = [second, first].map((each) => {
      try {
        (each as { fails: () => void }).fails();
      } catch (error) {
        return spotOf(file, error).line;
      }
      return 0;
    });
    expect(lines).toEqual([4, 1]);
  });

  it('is the file alone, where the error comes from elsewhere', () => {
    expect(spotOf(file, new Error())).toEqual({ name: 'my-cell.ts' });
    expect(spotOf(file, 'thrown')).toEqual({ name: 'my-cell.ts' });
  });
});

describe('what a cell imports', () => {
  const imports = {
    'lib/gates.ts': "import { tf } from '../unroll-cell';\nimport { width } from './sizes.js';\nexport const gate = tf.sigmoid, all = width;",
    'lib/sizes.ts': "import numbers from '../numbers.json';\nexport const width: number = numbers.width;",
    'numbers.json': '{ "width": 7 }',
  }; // prettier-ignore

  it('may be files beside it and below, TypeScript and JSON, which import others', () => {
    const { all, gate } = of("export { gate, all } from './lib/gates';", imports);
    expect([all, typeof gate]).toEqual([7, 'function']);
  });

  it('belongs to it: with other imports the same file is another cell', () => {
    const source = "import numbers from './numbers.json'; export const a = numbers.width;";
    expect(of(source, { 'numbers.json': '{ "width": 1 }' })['a']).toBe(1);
    expect(of(source, { 'numbers.json': '{ "width": 2 }' })['a']).toBe(2);
  });

  it.each(["import * as tf from '@tensorflow/tfjs'", "import tf from '@tensorflow/tfjs-core'"])(
    'may be TensorFlow.js by its own name, and is then what a cell may use: %s',
    (line) => {
      const { add, fft } = of(`${line}; export const add = tf.add, fft = () => (tf as any).fft;`);
      expect(add).toBeTypeOf('function');
      expect(fft).toThrow('tf.fft is not among the operations of a cell');
    },
  );
});

it('a cell that is known is the same object, and is not compiled again', () => {
  const source = 'export const a = {};';
  expect(of(source)['a']).toBe(of(source)['a']);
});

it('a cell that is known to be wrong says so again, and is not compiled again', () => {
  const problems = [1, 2].map(() => {
    try {
      return of('const = 3;');
    } catch (error) {
      return error;
    }
  });
  expect(problems[0]).toBeInstanceOf(UserError);
  expect(problems[1]).toBe(problems[0]);
});
