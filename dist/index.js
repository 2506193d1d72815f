import { runAction } from './operate/index.js';
await runAction();
