/**
 * node:http as `require` gives it. An `import` reads everything that it exports, WebSocket too, for which Node loads its own
 * fetch: 3 MB, and 40 ms of a start, that nothing here needs.
 */
export const { createServer } = process.getBuiltinModule('node:http');
