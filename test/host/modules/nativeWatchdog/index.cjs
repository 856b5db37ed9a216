/** Ends this process a few seconds after the other one has gone. */
exports.start = (/** @type {number} */ pid) => {
  setInterval(() => isRunning(pid) || process.exit(87), 3000).unref();
};

exports.exit = (/** @type {number} */ code) => process.exit(code);

/** @param {number} pid */
function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
