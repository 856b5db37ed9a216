// The part of @vscode/spdlog that VS Code calls, in plain JavaScript: without it output channels stay empty.
import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { dirname, parse, join } from 'node:path';

export const version = 1;

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical'];

/** Accepted for compatibility: every line is written at once. */
export function setFlushOn() {}

/** Accepted for compatibility: each logger keeps its own level. */
export function setLevel() {}

/** A file that keeps its newest lines; full files move to name.1.log, name.2.log, ... */
export class Logger {
  /** @type {number} */
  #level = 2;
  #hasFormat = true;
  #path;
  #maxBytes;
  #maxFiles;

  /**
   * @param {string} _kind
   * @param {string} _name
   * @param {string} path
   * @param {number} maxBytes
   * @param {number} maxFiles
   */
  constructor(_kind, _name, path, maxBytes, maxFiles) {
    this.#path = path;
    this.#maxBytes = maxBytes;
    this.#maxFiles = maxFiles;
    mkdirSync(dirname(path), { recursive: true });
    appendFileSync(path, '');
  }

  /** @param {string} message */
  trace = (message) => this.#write(0, message);
  /** @param {string} message */
  debug = (message) => this.#write(1, message);
  /** @param {string} message */
  info = (message) => this.#write(2, message);
  /** @param {string} message */
  warn = (message) => this.#write(3, message);
  /** @param {string} message */
  error = (message) => this.#write(4, message);
  /** @param {string} message */
  critical = (message) => this.#write(5, message);

  getLevel = () => this.#level;
  /** @param {number} level */
  setLevel = (level) => void (this.#level = level);
  setPattern = () => void (this.#hasFormat = true);
  clearFormatters = () => void (this.#hasFormat = false);
  flush() {}
  drop() {}

  /** @param {number} level @param {string} message */
  #write(level, message) {
    if (level < this.#level) return;
    this.#rotate();
    appendFileSync(this.#path, this.#hasFormat ? `${timestamp()} [${levels[level]}] ${message}\n` : message);
  }

  #rotate() {
    if (!(sizeOf(this.#path) > this.#maxBytes)) return;
    rmSync(numbered(this.#path, this.#maxFiles), { force: true });
    for (let number = this.#maxFiles - 1; number >= 0; number--)
      if (sizeOf(numbered(this.#path, number)) >= 0)
        renameSync(numbered(this.#path, number), numbered(this.#path, number + 1));
  }
}

/** @param {string} name @param {string} path @param {number} maxBytes @param {number} maxFiles */
export async function createRotatingLogger(name, path, maxBytes, maxFiles) {
  return new Logger('rotating', name, path, maxBytes, maxFiles);
}

export { createRotatingLogger as createAsyncRotatingLogger };

/** @param {string} path @param {number} number */
function numbered(path, number) {
  const { dir, name, ext } = parse(path);
  return number === 0 ? path : join(dir, `${name}.${number}${ext}`);
}

/** The size of a file in bytes, -1 where there is none. @param {string} path */
function sizeOf(path) {
  return statSync(path, { throwIfNoEntry: false })?.size ?? -1;
}

/** The local time as 2026-01-31 12:00:00.000. */
function timestamp() {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 23).replace('T', ' ');
}
