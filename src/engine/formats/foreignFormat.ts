import * as l10n from '@vscode/l10n';
import { UserError } from '../../protocol/userError';

/**
 * What is said of a file of weights that begins as one of another format; undefined where it may be safetensors.
 * @param start its first bytes
 */
export function foreignFormat(start: Uint8Array, name: string): UserError | undefined {
  if (start.length === 0) return refusal(l10n.t('{0} is empty.', name), l10n.t('Save the weights again.'));
  const text = Buffer.from(start.subarray(0, 512)).toString('latin1');
  if (isSafetensors(text)) return undefined;
  return ofPyTorch(text, name) ?? ofKeras(text, name) ?? ofOthers(text, name);
}

/** The header of a safetensors file is an object of JSON behind its length. */
const isSafetensors = (text: string): boolean => text[8] === '{' && !text.startsWith('PK\x03\x04');

const endsWith = (name: string, ...endings: string[]) => endings.some((ending) => name.toLowerCase().endsWith(ending));
/** The name of the first file in a zip. */
const firstInZip = (text: string): string | undefined => /^PK\x03\x04[^]{22}([^]{2})[^]{2}(.+)/.exec(text)?.[2];

function ofPyTorch(text: string, name: string): UserError | undefined {
  const zipped = firstInZip(text);
  const isZip =
    zipped !== undefined && (/data\.pkl|\.data\//.test(zipped) || endsWith(name, '.pt', '.pth', '.bin', '.ckpt'));
  const isPickle = /^\x80[\x02-\x05]/.test(text);
  if (!isZip && !isPickle) return undefined;
  return refusal(
    l10n.t("{0} is of PyTorch's own format (torch.save), not safetensors.", name),
    `${l10n.t('Save it as safetensors, in Python:')}\n${pythonLines(name)}`,
  );
}

/** Takes the weights alone, of a state_dict, of a checkpoint that holds one, or of a whole module. */
function pythonLines(name: string): string {
  const saved = name.replace(/\.[^.]*$/, '') + '.safetensors';
  const inside = '("state_dict", "model_state_dict", "model")';
  return [
    `import torch; from safetensors.torch import save_file; w = torch.load(${JSON.stringify(name)}, map_location="cpu")`,
    `w = w.state_dict() if hasattr(w, "state_dict") else next((w[k] for k in ${inside} if k in w), w)`,
    `save_file({k: v.contiguous().clone() for k, v in w.items()}, ${JSON.stringify(saved)})`,
  ].join('\n');
}

function ofKeras(text: string, name: string): UserError | undefined {
  const zipped = firstInZip(text);
  const isKeras =
    zipped !== undefined && (/^(metadata|config)\.json|^model\.weights/.test(zipped) || endsWith(name, '.keras'));
  if (!isKeras && !text.startsWith('\x89HDF\r\n\x1a\n')) return undefined;
  return refusal(
    l10n.t('{0} is of the format of Keras (HDF5), not safetensors.', name),
    l10n.t(
      "Write each matrix transposed under PyTorch's name with safetensors.numpy.save_file: of an LSTM kernel.T is rnn.weight_ih_l0, recurrent_kernel.T is rnn.weight_hh_l0, bias is rnn.bias_ih_l0, and rnn.bias_hh_l0 is 0.",
    ),
  );
}

/** Other formats by how their files begin, or by how they are named. */
const others: [string, RegExp, string[]][] = [
  ['NumPy (.npz)', /^PK\x03\x04[^]{26}.+\.npy/, ['.npz']],
  ['NumPy (.npy)', /^\x93NUMPY/, ['.npy']],
  ['ONNX', /^\x08[\x01-\x20](\x12|\x1a|:)/, ['.onnx']],
  ['GGUF', /^GGUF/, ['.gguf']],
  ['TensorFlow (a checkpoint)', /^\x00\x00\x00\x00$/, ['.ckpt', '.index', '.data-00000-of-00001', '.pb', '.tflite']],
  ['MATLAB', /^MATLAB/, ['.mat']],
  ['gzip', /^\x1f\x8b/, ['.gz', '.tgz']],
  ['zip', /^PK\x03\x04/, ['.zip']],
];

function ofOthers(text: string, name: string): UserError | undefined {
  if (text.startsWith('version https://git-lfs'))
    return refusal(
      l10n.t('{0} stands for a file that Git LFS has not fetched.', name),
      l10n.t('Fetch it with: git lfs pull'),
    );
  if (/^\s*</.test(text))
    return refusal(l10n.t('{0} is a web page, not weights.', name), l10n.t('Download the file itself again.'));
  const found =
    others.find(([, begins]) => begins.test(text)) ?? others.find(([, , endings]) => endsWith(name, ...endings));
  if (!found) return undefined;
  return refusal(
    l10n.t('{0} is of the format of {1}, not safetensors.', name, found[0]),
    l10n.t("Save the weights with safetensors.numpy.save_file or safetensors.torch.save_file, under PyTorch's names."),
  );
}

const refusal = (message: string, remedy: string) => new UserError(message, remedy);
