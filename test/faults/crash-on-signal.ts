/**
 * Loaded into the program before anything else (`node --import`): on SIGUSR2 a promise fails that nobody waits for, on SIGHUP
 * an error comes out of a timer.
 */
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('canary of a rejection'));
});
process.on('SIGHUP', () => {
  setTimeout(() => {
    throw new Error('canary of an exception');
  });
});
