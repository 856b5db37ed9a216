/** Names of platforms by the machine number in a binary's header. */
const elfProcessors = { 62: 'x64', 183: 'arm64' };
const machProcessors = { 0x01000007: 'x64', 0x0100000c: 'arm64' };
const peProcessors = { 0x8664: 'x64', 0xaa64: 'arm64' };

/**
 * The platform that a shared library is for, such as "linux-x64"; undefined where it is none.
 * @param {Buffer} content
 */
export function platformOf(content) {
  if (content.length < 64) return undefined;
  if (content.readUInt32BE(0) === 0x7f454c46) return named('linux', elfProcessors[content.readUInt16LE(18)]);
  if (content.readUInt32LE(0) === 0xfeedfacf) return named('darwin', machProcessors[content.readUInt32LE(4)]);
  if (content.toString('latin1', 0, 2) !== 'MZ') return undefined;
  const header = content.readUInt32LE(60);
  if (header + 6 > content.length || content.toString('latin1', header, header + 4) !== 'PE\0\0') return undefined;
  return named('win32', peProcessors[content.readUInt16LE(header + 4)]);
}

/** @param {string} system @param {string | undefined} processor */
function named(system, processor) {
  return processor && `${system}-${processor}`;
}

/** The newest C library of 2018, which VS Code asks for too. */
const NEWEST_GLIBC = 28;

/**
 * What is wrong with an add-on for a platform, as a sentence; undefined where nothing is.
 * @param {Buffer} content
 * @param {string} platform
 */
export function addonProblem(content, platform) {
  const found = platformOf(content);
  if (found !== platform) return `It is for ${found ?? 'no platform'} and not for ${platform}.`;
  const text = content.toString('latin1');
  if (!text.includes('napi_register_module_v1')) return 'It does not export napi_register_module_v1.';
  if (/\bnode\.exe\b/i.test(text)) return 'It loads only into a program named node.exe.';
  const glibc = Math.max(0, ...[...text.matchAll(/GLIBC_2\.(\d+)/g)].map((match) => Number(match[1])));
  return glibc > NEWEST_GLIBC ? `It needs glibc 2.${glibc}, newer than 2.${NEWEST_GLIBC}.` : undefined;
}
