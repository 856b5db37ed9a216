import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { experimentSchema } from '../../protocol/experiment';
import { UserError } from '../../protocol/userError';
import { readSafetensors } from '../formats/readSafetensors';
import { encodeSafetensors, type NamedArray } from '../formats/safetensors';
import { parametersOf } from './parameters';
import { readWeights, type WeightsSource } from './readWeights';

const modelOf = (model: object) =>
  experimentSchema.parse({ data: { path: 't.txt' }, model: { input: { embedding: 3 }, ...model } }).model;
const lstm = modelOf({ layers: [{ cell: 'lstm', units: 2 }] });
const twoLayers = modelOf({
  layers: [
    { cell: 'gru', units: 3 },
    { cell: 'gru', units: 3 },
  ],
});

const weightsOf = (model: typeof lstm, symbols: number, name = (own: string) => own): Map<string, NamedArray> =>
  new Map(
    parametersOf(model, symbols).map(({ name: own, shape, size }) => [
      name(own),
      { shape, data: Float32Array.from({ length: size }, (_, i) => i / 10) },
    ]),
  );

const source = (model: typeof lstm, symbols: number): WeightsSource => ({
  file: 'n.safetensors',
  text: { path: 't.txt', symbols, parametersFor: (size) => parametersOf(model, size) },
});

function refused(tensors: Map<string, NamedArray>, model = lstm, symbols = 5): UserError {
  try {
    readWeights(tensors, parametersOf(model, symbols), source(model, symbols));
  } catch (error) {
    expect(error).toBeInstanceOf(UserError);
    return error as UserError;
  }
  throw new Error('the weights were taken');
}

describe('weights that are not finite', () => {
  it.each<[number, string]>([
    [NaN, 'is NaN at [3, 2]'],
    [Infinity, 'is Infinity at [3, 2]'],
    [-Infinity, 'is -Infinity at [3, 2]'],
    [1e300, 'is 1e+300 at [3, 2], more than float32 holds'],
    [-3.5e38, 'is -3.5e+38 at [3, 2], more than float32 holds'],
  ])('are refused with tensor and place: %d', (value, said) => {
    const tensors = weightsOf(lstm, 5);
    const { shape } = tensors.get('rnn.weight_ih_l0')!;
    const data = Float64Array.from({ length: 24 }, (_, i) => (i === 3 * shape[1]! + 2 ? value : i));
    tensors.set('rnn.weight_ih_l0', { shape, data });
    expect(refused(tensors).message).toBe(`rnn.weight_ih_l0 of n.safetensors ${said}.`);
    data.fill(NaN, 20);
    expect(refused(tensors).message).toContain('5 of its 24 numbers are not finite.');
  });

  it('are taken where float32 holds them, as the largest and the smallest do', () => {
    const tensors = weightsOf(lstm, 5);
    tensors.set('head.bias', { shape: [5], data: Float64Array.of(3.4028234e38, -3.4028234e38, 1e-300, 5e-46, 0) });
    expect(() => readWeights(tensors, parametersOf(lstm, 5), source(lstm, 5))).not.toThrow();
  });
});

/** How the same network is named by those who write it in PyTorch. */
const elsewhere: [string, typeof lstm, (own: string) => string][] = [
  ['DataParallel', lstm, (own) => `module.${own}`],
  ['torch.compile within DDP', lstm, (own) => `_orig_mod.module.${own}`],
  ['Lightning', lstm, (own) => `model.${own}`],
  ['lstm, embed, fc', lstm, (own) => own.replace('rnn', 'lstm').replace('embedding', 'embed').replace('head', 'fc')],
  ['the word language model of PyTorch', lstm, (own) => own.replace('embedding', 'encoder').replace('head', 'decoder')],
  [
    'the same, saved by Lightning',
    lstm,
    (own) => `net.${own.replace('embedding', 'encoder').replace('head', 'decoder')}`,
  ],
  [
    'gru, emb, linear',
    twoLayers,
    (own) => own.replace('rnn', 'gru').replace('embedding', 'emb').replace('head', 'linear'),
  ],
  ['token embedding, lm_head', lstm, (own) => own.replace('embedding', 'token_embedding').replace('head', 'lm_head')],
  ['a cell without number', lstm, (own) => own.replace('rnn.', 'cell.').replace('_l0', '').replace('head', 'out_proj')],
  [
    'a list of layers',
    twoLayers,
    (own) => own.replace(/rnn\.(.*)_l(\d)/, 'rnns.$2.$1_l0').replace('head', 'output_layer'),
  ],
  [
    'a list of cells',
    twoLayers,
    (own) => own.replace(/rnn\.(.*)_l(\d)/, 'cells.$2.$1').replace('head', 'decoder.linear'),
  ],
  ['a Sequential', lstm, (own) => own.replace('embedding', '0.emb').replace('rnn', '1').replace('head', '2.fc')],
];

describe('weights by other names', () => {
  it.each(elsewhere)('are answered with the lines that rename them: %s', (_, model, name) => {
    const { message, remedy } = refused(weightsOf(model, 5, name), model);
    for (const { name: own } of parametersOf(model, 5)) {
      if (name(own) === own) continue;
      expect(message).toContain(`${own} [`);
      expect(message).toContain(`${name(own)} [`);
    }
    const names = JSON.parse(/^names = (.*)$/m.exec(remedy)![1]!) as Record<string, string>;
    expect(names).toEqual(Object.fromEntries(parametersOf(model, 5).map(({ name: own }) => [name(own), own])));
    expect(remedy).toContain('save_file(w, "n-renamed.safetensors")');
  });

  it('that stand once for embedding and head are told to be written twice', () => {
    const tied = modelOf({ layers: [{ cell: 'lstm', units: 3 }] });
    const tensors = weightsOf(tied, 5, (own) => own.replace('embedding', 'encoder').replace('head', 'decoder'));
    tensors.delete('decoder.weight');
    expect(refused(tensors, tied).remedy).toContain('w["head.weight"] = w["embedding.weight"].clone()');
  });

  it('are not guessed at where two tensors may be meant', () => {
    const tensors = weightsOf(lstm, 5, (own) => own.replace('head', 'fc'));
    tensors.set('fc2.weight', tensors.get('fc.weight')!);
    expect(refused(tensors).remedy).not.toContain('names = ');
  });

  it('of a model of another size are answered with the model that they are of', () => {
    const tensors = weightsOf(twoLayers, 5);
    const { message, remedy } = refused(tensors);
    expect(message).toMatch(/holds .*rnn\.weight_ih_l1 \[9, 3\]/);
    expect(remedy).toContain('"layers":[{"cell":"gru","units":3},{"cell":"gru","units":3}]');
    const wider = refused(weightsOf(modelOf({ layers: [{ cell: 'lstm', units: 4 }] }), 5));
    expect(wider.message).toContain('rnn.weight_hh_l0 has the shape [16, 4] where the model needs [8, 2]');
    expect(wider.message).toContain('head.weight has the shape [5, 4] where the model needs [5, 2]');
    expect(wider.remedy).toContain('"model": {"input":{"embedding":3},"layers":[{"cell":"lstm","units":4}]}');
  });

  it('without end are named in part', () => {
    const tensors = new Map(
      Array.from({ length: 5000 }, (_, i) => [`x${i}`, { shape: [1], data: Float32Array.of(1) }]),
    );
    expect(refused(tensors).message.length).toBeLessThan(1500);
    expect(refused(tensors).message).toContain('and 4976 more');
  });
});

describe('weights for another text', () => {
  it.each([
    ['an embedding', lstm],
    ['one-hot symbols', modelOf({ input: 'one-hot', layers: [{ cell: 'lstm', units: 2 }] })],
    ['a head with hidden layers', modelOf({ layers: [{ cell: 'gru', units: 2 }], head: { hidden: [{ units: 4 }] } })],
  ])('are said to be for that: %s', (_, model) => {
    const { message, remedy } = refused(weightsOf(model, 38), model, 35);
    expect(message).toBe('The weights of n.safetensors are for a text of 38 different symbols; t.txt has 35.');
    expect(remedy).toContain('"path" under "data"');
  });
});

describe('a file of weights', () => {
  let folder = '';
  beforeAll(async () => (folder = await mkdtemp(join(tmpdir(), 'unroll-weights-'))));
  afterAll(() => rm(folder, { recursive: true }));

  const zipOf = (first: string) => {
    const head = Buffer.alloc(30);
    head.write('PK\x03\x04', 'latin1');
    head.writeUInt16LE(first.length, 26);
    return Buffer.concat([head, Buffer.from(first), Buffer.alloc(200)]);
  };
  const whole = Buffer.from(encodeSafetensors(weightsOf(lstm, 5)));
  const claims = (bytes: bigint) => {
    const file = Buffer.from(whole);
    file.writeBigUInt64LE(bytes);
    return file;
  };

  it.each<[string, Uint8Array, RegExp, RegExp]>([
    [
      'm.pt',
      zipOf('archive/data.pkl'),
      /PyTorch's own format/,
      /torch\.load\("m\.pt"[^]*save_file\([^]*"m\.safetensors"/,
    ],
    ['m.pth', zipOf('m/data.pkl'), /PyTorch's own format/, /torch\.load\("m\.pth"/],
    ['pytorch_model.bin', zipOf('pytorch_model/data.pkl'), /PyTorch's own format/, /"pytorch_model\.safetensors"/],
    ['last.ckpt', zipOf('last/data.pkl'), /PyTorch's own format/, /"state_dict"/],
    [
      'old.pt',
      Buffer.from('\x80\x02\x8a\nl\xfc\x9cF\xf9 j\xa8P\x19.', 'latin1'),
      /PyTorch's own format/,
      /torch\.load/,
    ],
    ['m.pkl', Buffer.from('\x80\x04\x95\x10\0\0\0\0\0\0\0', 'latin1'), /PyTorch's own format/, /torch\.load/],
    ['m.safetensors', zipOf('archive/data.pkl'), /PyTorch's own format/, /torch\.load/],
    ['m.h5', Buffer.from('\x89HDF\r\n\x1a\n\0\0\0\0', 'latin1'), /Keras \(HDF5\)/, /kernel\.T is rnn\.weight_ih_l0/],
    ['m.keras', zipOf('metadata.json'), /Keras/, /kernel\.T/],
    ['m.npz', zipOf('arr_0.npy'), /NumPy \(\.npz\)/, /save_file/],
    ['m.npy', Buffer.from('\x93NUMPY\x01\0v\0', 'latin1'), /NumPy \(\.npy\)/, /save_file/],
    ['m.onnx', Buffer.from('\x08\x08\x12\x07pytorch\x1a\x05', 'latin1'), /ONNX/, /save_file/],
    ['model.ckpt.index', Buffer.from('\0\0\x06\x08\x01\x1a\x02', 'latin1'), /TensorFlow/, /save_file/],
    ['m.gguf', Buffer.from('GGUF\x03\0\0\0\0\0', 'latin1'), /GGUF/, /save_file/],
    [
      'lfs.safetensors',
      Buffer.from('version https://git-lfs.github.com/spec/v1\noid sha256:12\n'),
      /Git LFS/,
      /git lfs pull/,
    ],
    ['page.safetensors', Buffer.from('<!doctype html><html>'), /web page/, /Download/],
    ['none.safetensors', Buffer.alloc(0), /is empty/, /Save/],
    ['short.safetensors', Buffer.from('abc'), /not whole: 3 bytes/, /another file/],
    ['cut.safetensors', whole.subarray(0, whole.length - 9), /not whole/, /another file/],
    ['head.safetensors', whole.subarray(0, 60), /not whole/, /another file/],
    ['huge.safetensors', claims(2n ** 63n), /header claims/, /another file/],
    ['large.safetensors', claims(31n * 2n ** 20n), /not whole/, /another file/],
    [
      'deep.safetensors',
      Buffer.concat([claims(1000n).subarray(0, 8), Buffer.from('{"a":' + '['.repeat(995)), Buffer.alloc(99)]),
      /not a JSON object/,
      /another file/,
    ],
    [
      'noise.bin',
      Buffer.from(Float32Array.from({ length: 64 }, (_, i) => Math.sin(i)).buffer),
      /not a valid safetensors file/,
      /another file/,
    ],
  ])('of another kind is named, with what to do: %s', async (name, bytes, said, remedy) => {
    await writeFile(join(folder, name), bytes);
    const error = await readSafetensors(join(folder, name)).catch((thrown: unknown) => thrown as UserError);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(said);
    expect((error as UserError).message).toContain(name);
    expect((error as UserError).remedy).toMatch(remedy);
  });

  it('that is none is told to be missing, or a folder', async () => {
    await expect(readSafetensors(join(folder, 'm.safetensor'))).rejects.toThrow(/^There is no file .*m\.safetensor\.$/);
    await expect(readSafetensors(folder)).rejects.toThrow('is a folder, not a file.');
  });

  it('is read whatever its name, also where its header is as long as a pickle begins', async () => {
    for (const [name, padding] of [
      ['a.pt', 0],
      ['b.safetensors', 640],
    ] as const) {
      const bytes = encodeSafetensors(
        weightsOf(lstm, 5),
        padding ? { padding: 'x'.repeat(padding - headerOf({ padding: '' })) } : {},
      );
      if (padding) expect([...bytes.subarray(0, 2)]).toEqual([0x80, 0x02]);
      await writeFile(join(folder, name), bytes);
      expect((await readSafetensors(join(folder, name))).tensors.size).toBe(7);
    }
  });

  const headerOf = (metadata: Record<string, string>) => {
    const bytes = encodeSafetensors(weightsOf(lstm, 5), metadata);
    return Buffer.from(bytes)
      .subarray(8, 8 + Number(Buffer.from(bytes).readBigUInt64LE()))
      .toString()
      .trimEnd().length;
  };
});
