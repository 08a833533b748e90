import type {} from 'monaco-editor';
import EditorWorker from 'monaco-editor/esm/vs/editor/editor.worker.js?worker';
import JsonWorker from 'monaco-editor/esm/vs/language/json/json.worker.js?worker';
import GraphqlWorker from 'monaco-graphql/esm/graphql.worker.js?worker';

// Files of the same origin instead of blobs: the Content-Security-Policy allows workers only from 'self'.
window.MonacoEnvironment = {
  getWorker: (_id, label) => {
    if (label === 'graphql') return new GraphqlWorker();
    return label === 'json' ? new JsonWorker() : new EditorWorker();
  },
};
