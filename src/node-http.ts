/**
 * node:http as `require` gives it. An `import` reads everything that it exports, WebSocket too, for which Node loads its own
 * fetch: 3 MB, and 40 ms of a start. Only GraphiQL needs a part of it, once somebody opens it.
 */
export const { createServer } = process.getBuiltinModule('node:http');
