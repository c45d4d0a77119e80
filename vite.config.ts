import { pagesConfig } from './web/build.ts';

/** For `npx vite`: the pages with hot reload, in front of a server on port 3000. */
export default {
  ...pagesConfig,
  server: { proxy: { '/api': 'http://127.0.0.1:3000', '/socket.io': { target: 'http://127.0.0.1:3000', ws: true } } },
};
