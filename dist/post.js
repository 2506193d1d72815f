import { runPost } from './operate/index.js';
await runPost();
