/**
 * Preloaded into the program (`node --import`): SIGUSR2 causes an unhandled rejection, SIGHUP an uncaught exception in
 * a timer.
 */
process.on('SIGUSR2', () => {
  void Promise.reject(new Error('canary of a rejection'));
});
process.on('SIGHUP', () => {
  setTimeout(() => {
    throw new Error('canary of an exception');
  });
});
