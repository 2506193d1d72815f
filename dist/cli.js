#!/usr/bin/env node
import { runCli } from './operate/index.js';
await runCli();
