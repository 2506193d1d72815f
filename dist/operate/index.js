import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 2613:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("assert");

/***/ }),

/***/ 181:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("buffer");

/***/ }),

/***/ 5317:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("child_process");

/***/ }),

/***/ 6982:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("crypto");

/***/ }),

/***/ 4434:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("events");

/***/ }),

/***/ 9896:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("fs");

/***/ }),

/***/ 8611:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("http");

/***/ }),

/***/ 5692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("https");

/***/ }),

/***/ 9278:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("net");

/***/ }),

/***/ 4589:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:assert");

/***/ }),

/***/ 6698:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:async_hooks");

/***/ }),

/***/ 4573:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:buffer");

/***/ }),

/***/ 1421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 7540:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:console");

/***/ }),

/***/ 7598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 3053:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:diagnostics_channel");

/***/ }),

/***/ 610:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:dns");

/***/ }),

/***/ 8474:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:events");

/***/ }),

/***/ 3024:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 1455:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs/promises");

/***/ }),

/***/ 7067:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 2467:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http2");

/***/ }),

/***/ 4708:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:https");

/***/ }),

/***/ 7030:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 8161:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");

/***/ }),

/***/ 6760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 643:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:perf_hooks");

/***/ }),

/***/ 1792:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:querystring");

/***/ }),

/***/ 7075:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream");

/***/ }),

/***/ 6466:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:stream/promises");

/***/ }),

/***/ 8500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 1692:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:tls");

/***/ }),

/***/ 3136:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:url");

/***/ }),

/***/ 7975:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util");

/***/ }),

/***/ 3429:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:util/types");

/***/ }),

/***/ 714:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:vm");

/***/ }),

/***/ 5919:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:worker_threads");

/***/ }),

/***/ 8522:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:zlib");

/***/ }),

/***/ 857:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("os");

/***/ }),

/***/ 6928:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("path");

/***/ }),

/***/ 932:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("process");

/***/ }),

/***/ 3193:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("string_decoder");

/***/ }),

/***/ 3557:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("timers");

/***/ }),

/***/ 4756:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("tls");

/***/ }),

/***/ 9023:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("util");

/***/ }),

/***/ 3735:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Lo: () => (/* binding */ COMMANDS),
/* harmony export */   PG: () => (/* binding */ RENAMED_INPUTS),
/* harmony export */   eo: () => (/* binding */ INPUT_KEYS),
/* harmony export */   mc: () => (/* binding */ INPUTS)
/* harmony export */ });
/* unused harmony export OUTPUTS */
// The keys of the action's contract. action.yml, the command line's help and docs/reference are held equal to this by test.
const COMMANDS = ['run', 'gate', 'package', 'verify', 'deploy', 'rollback', 'finalize', 'reconcile', 'status'];
const INPUTS = {
    command: { description: 'What to do: run, gate, package, verify, deploy, rollback, finalize, reconcile or status.', type: 'command', default: 'run' },
    'task-id': { description: 'The task to take from Validated to Deployed. Found from the event, the branch or the commit when absent.', type: 'text' },
    service: { description: 'Which service of .flowspec/operate.yml; needed only when it names several.', type: 'text' },
    environment: { description: 'Which environment; every one in order for `run`.', type: 'text' },
    config: { description: 'Path of the configuration.', type: 'text', default: '.flowspec/operate.yml' },
    version: { description: 'Name of the release. Derived from package.json, the tag or the commit when absent.', type: 'text' },
    digest: { description: 'The artifact to verify or deploy, as sha256:<64 hex>. The packed one when absent.', type: 'text', commands: ['deploy', 'verify', 'finalize'] },
    to: { description: 'Where to roll back to: previous, a deployment id or a digest.', type: 'text', default: 'previous', commands: ['rollback'] },
    reason: { description: 'Why: required for rollbacks and for every bypass.', type: 'text' },
    actor: { description: 'Who asks. The workflow actor or the git user when absent.', type: 'text' },
    'dry-run': { description: 'Print every effect in order and change nothing.', type: 'boolean', default: 'false' },
    'validate-only': { description: 'Stop after the validation report.', type: 'boolean', default: 'false' },
    'skip-tests': { description: 'Skip only the test gate. Recorded.', type: 'boolean', default: 'false' },
    'skip-state-check': { description: 'Go on although the task is in another state. Recorded.', type: 'boolean', default: 'false' },
    'skip-validation': { description: 'Go on although the constitution has unvalidated parts. Recorded.', type: 'boolean', default: 'false' },
    'confirm-unvalidated': { description: 'Confirm the unvalidated parts of a Medium tier constitution.', type: 'boolean', default: 'false' },
    'allow-quarantined': { description: 'Deploy a digest although it is quarantined. Recorded, and lifts the quarantine.', type: 'boolean', default: 'false' },
    'auto-deploy': { description: 'Go on to production when staging has passed. false stops there.', type: 'boolean', default: 'true', commands: ['run'] },
    'lock-timeout': { description: 'How long to wait for another run that changes the same environment.', type: 'duration', default: '10m' },
    'report-directory': { description: 'Where report.html and result.json are written.', type: 'text', default: 'out/operate' },
    'github-token': { description: 'Token for tasks and ledger on GitHub, usually ${{ github.token }}. GITHUB_TOKEN when absent.', type: 'text' },
    'working-directory': { description: 'Root of the repository to work on.', type: 'text', default: '.' },
};
const INPUT_KEYS = Object.keys(INPUTS);
/** Names that people know from elsewhere, and the input that does it here. They are refused with the new name, never guessed. */
const RENAMED_INPUTS = {
    task: 'task-id',
    issue: 'task-id',
    env: 'environment',
    target: 'environment',
    noop: 'dry-run',
    plan: 'dry-run',
    'check-only': 'validate-only',
    'no-tests': 'skip-tests',
    timeout: 'lock-timeout',
    output: 'report-directory',
    cwd: 'working-directory',
};
const OUTPUTS = {
    decision: 'What the run decided; see docs/reference/reasons.md.',
    'reason-code': 'Why, from the closed list of docs/reference/reasons.md.',
    result: 'The whole report as JSON (schemas/result.schema.json).',
    digest: 'Digest of the artifact.',
    size: 'Bytes of the artifact.',
    checksums: 'sha256 of every file in the artifact, in the format of sha256sum.',
    version: 'Version that is live after the run.',
    'previous-version': 'Version that was live before the run.',
    environment: 'Environment that was changed.',
    'task-state': 'Workflow state of the task after the run.',
    validation: 'The validation report as JSON (schemas/validation.schema.json).',
    'rollback-command': 'The command that undoes this deployment.',
    'report-path': 'Path of the HTML report.',
};


/***/ }),

/***/ 5609:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ shortDigest),
/* harmony export */   m: () => (/* binding */ parseDigest)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3965);

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Parses a digest strictly: upper case, other algorithms, white space or a missing prefix are mistakes (FAULTS E13). */
function parseDigest(text) {
    if (DIGEST.test(text))
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .parsed */ .Yz)(text);
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .mistaken */ .R3)({
        code: 'digest.malformed',
        what: 'not a digest',
        value: text.slice(0, 80),
        remedy: 'Give `sha256:` followed by 64 lower-case hex digits, as `package` prints it.',
    });
}
/** The first 12 hex digits, for people. */
function shortDigest(digest) {
    return digest.slice('sha256:'.length, 'sha256:'.length + 12);
}


/***/ }),

/***/ 4764:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   MP: () => (/* binding */ writeDuration),
/* harmony export */   ft: () => (/* binding */ DURATION),
/* harmony export */   yZ: () => (/* binding */ DURATION_REMEDY)
/* harmony export */ });
// Durations as people write them: `30s`, `5m`, `1h30m`, `250ms`.
/** The whole form, also published in the JSON Schemas: linear to match, at least one part, in falling order. */
const DURATION = /^(?=\d)(?:\d{1,4}h)?(?:\d{1,6}m(?!s))?(?:\d{1,7}s)?(?:\d{1,9}ms)?$/;
const DURATION_REMEDY = 'Write a number with its unit, such as `30s`, `5m` or `1h30m`.';
const UNITS = { h: 3_600_000, m: 60_000, s: 1000, ms: 1 };
/** Milliseconds; undefined when the text is no duration. A plain number is none: nobody can tell its unit. */
function parseDuration(text) {
    if (text.length > 40 || !DURATION.test(text))
        return undefined;
    const parts = text.matchAll(/(\d+)(ms|[hms])/g);
    return [...parts].reduce((sum, [, count, unit]) => sum + Number(count) * UNITS[unit], 0);
}
/** The shortest way to write a number of milliseconds: `90s` is `1m30s`. */
function writeDuration(ms) {
    const whole = Math.max(0, Math.round(ms));
    const parts = [
        [Math.floor(whole / UNITS.h), 'h'],
        [Math.floor((whole % UNITS.h) / UNITS.m), 'm'],
        [Math.floor((whole % UNITS.m) / UNITS.s), 's'],
        [whole % UNITS.s, 'ms'],
    ];
    const text = parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
    return text === '' ? '0s' : text;
}


/***/ }),

/***/ 828:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   UH: () => (/* binding */ knownNames),
/* harmony export */   pA: () => (/* binding */ nearest)
/* harmony export */ });
/* unused harmony export editDistance */
// The name someone meant when they wrote another one (FAULTS M05).
/** The known name nearest to what was written, when it is near enough to be a slip: at most a third of its letters differ. */
function nearest(written, known) {
    if (written.length > 64)
        return undefined;
    const wanted = plain(written);
    const ranked = known
        .map((name) => ({ name, distance: editDistance(wanted, plain(name)) }))
        .filter(({ name, distance }) => distance < wanted.length && distance <= Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3)))
        .sort((a, b) => a.distance - b.distance);
    return ranked[0]?.name;
}
/** `Known names: a, b, c`, at most twelve of them. */
function knownNames(known) {
    const shown = known.slice(0, 12).map((name) => `\`${name}\``).join(', ');
    return known.length > 12 ? `${shown} and ${known.length - 12} more` : shown;
}
function plain(name) {
    return name.toLowerCase().replace(/[-_ ]/g, '');
}
/** Edits (insert, delete, replace, swap of neighbours) between two texts: optimal string alignment. */
function editDistance(a, b) {
    let before = [];
    let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
    for (let i = 1; i <= a.length; i += 1) {
        const row = [i];
        for (let j = 1; j <= b.length; j += 1) {
            const cost = a[i - 1] === b[j - 1] ? 0 : 1;
            const edits = [at(previous, j) + 1, at(row, j - 1) + 1, at(previous, j - 1) + cost];
            if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
                edits.push(at(before, j - 2) + 1);
            row.push(Math.min(...edits));
        }
        before = previous;
        previous = row;
    }
    return at(previous, b.length);
}
function at(row, index) {
    return Number(row[index]);
}


/***/ }),

/***/ 5165:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   FK: () => (/* binding */ isInside),
/* harmony export */   o_: () => (/* binding */ NAME),
/* harmony export */   xG: () => (/* binding */ INSIDE_PATH),
/* harmony export */   z$: () => (/* binding */ liesIn)
/* harmony export */ });
/** Lower-case letters, digits and dashes: what services and environments may be called. Also published in the JSON Schemas. */
const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
/** A path that stays below the folder it is relative to, on every system. Also published in the JSON Schemas. */
const INSIDE_PATH = /^(?![~-])(?![A-Za-z]:)(?!(?:[^/]*\/)*\.\.(?:\/|$))[^/\\\u0000-\u001f\u007f-\u009f][^\\\u0000-\u001f\u007f-\u009f]{0,999}$/u;
/** Whether a path stays below the folder it is relative to. */
function isInside(path) {
    return INSIDE_PATH.test(path);
}
/** Whether a path is a folder or lies in it; both relative to the same root. */
function liesIn(path, folder) {
    const within = normalised(folder);
    const inner = normalised(path);
    return within === '' || inner === within || inner.startsWith(`${within}/`);
}
function normalised(path) {
    return path.split('/').filter((part) => part !== '' && part !== '.').join('/');
}


/***/ }),

/***/ 3965:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   R3: () => (/* binding */ mistaken),
/* harmony export */   Yz: () => (/* binding */ parsed),
/* harmony export */   xb: () => (/* binding */ assertNever)
/* harmony export */ });
/** Wraps a parsed value. */
function parsed(value) {
    return { ok: true, value };
}
/** Wraps one or more mistakes. */
function mistaken(first, ...others) {
    return { ok: false, problems: [first, ...others] };
}
/** Fails compilation when an alternative of a union is forgotten; throws if reached at run time. */
function assertNever(value) {
    throw new Error(`Unexpected alternative: ${JSON.stringify(value)}`);
}


/***/ }),

/***/ 5659:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ parseTaskId)
/* harmony export */ });
/* harmony import */ var _problem_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(3965);

// Linear: every part is bounded and begins with a different kind of character.
const TASK_ID = /^(?:(?<prefix>[A-Za-z][A-Za-z0-9]{0,15})-|#)?(?<number>\d{1,9}(?:\.\d{1,4}){0,4})$/;
/**
 * The one spelling of a task's id: `task-42`, `task-579.01`, `#17`. A bare number is a task file's, as Backlog.md has it.
 * Ids are compared whole and never as a prefix: `task-4` is not `task-42` (SPEC A8). Case does not count.
 */
function parseTaskId(text) {
    const found = text.length > 64 ? null : TASK_ID.exec(text);
    const number = found?.groups?.['number'];
    if (number === undefined) {
        return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .mistaken */ .R3)({
            code: 'task.malformed-id',
            what: 'not a task id',
            value: text.slice(0, 80),
            remedy: 'Write it as `task-42`, `task-42.01`, `42` or `#17`.',
        });
    }
    return (0,_problem_js__WEBPACK_IMPORTED_MODULE_0__/* .parsed */ .Yz)(text.startsWith('#') ? `#${number}` : `${(found?.groups?.['prefix'] ?? 'task').toLowerCase()}-${number}`);
}


/***/ })

/******/ });
/************************************************************************/
/******/ // The module cache
/******/ var __webpack_module_cache__ = {};
/******/ 
/******/ // The require function
/******/ function __nccwpck_require__(moduleId) {
/******/ 	// Check if module is in cache
/******/ 	var cachedModule = __webpack_module_cache__[moduleId];
/******/ 	if (cachedModule !== undefined) {
/******/ 		return cachedModule.exports;
/******/ 	}
/******/ 	// Create a new module (and put it into the cache)
/******/ 	var module = __webpack_module_cache__[moduleId] = {
/******/ 		// no module.id needed
/******/ 		// no module.loaded needed
/******/ 		exports: {}
/******/ 	};
/******/ 
/******/ 	// Execute the module function
/******/ 	var threw = true;
/******/ 	try {
/******/ 		__webpack_modules__[moduleId].call(module.exports, module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/******/ // expose the modules object (__webpack_modules__)
/******/ __nccwpck_require__.m = __webpack_modules__;
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/create fake namespace object */
/******/ (() => {
/******/ 	var getProto = Object.getPrototypeOf ? (obj) => (Object.getPrototypeOf(obj)) : (obj) => (obj.__proto__);
/******/ 	var leafPrototypes;
/******/ 	// create a fake namespace object
/******/ 	// mode & 1: value is a module id, require it
/******/ 	// mode & 2: merge all properties of value into the ns
/******/ 	// mode & 4: return value when already ns object
/******/ 	// mode & 16: return value when it's Promise-like
/******/ 	// mode & 8|1: behave like require
/******/ 	__nccwpck_require__.t = function(value, mode) {
/******/ 		if(mode & 1) value = this(value);
/******/ 		if(mode & 8) return value;
/******/ 		if(typeof value === 'object' && value) {
/******/ 			if((mode & 4) && value.__esModule) return value;
/******/ 			if((mode & 16) && typeof value.then === 'function') return value;
/******/ 		}
/******/ 		var ns = Object.create(null);
/******/ 		__nccwpck_require__.r(ns);
/******/ 		var def = {};
/******/ 		leafPrototypes = leafPrototypes || [null, getProto({}), getProto([]), getProto(getProto)];
/******/ 		for(var current = mode & 2 && value; typeof current == 'object' && !~leafPrototypes.indexOf(current); current = getProto(current)) {
/******/ 			Object.getOwnPropertyNames(current).forEach((key) => (def[key] = () => (value[key])));
/******/ 		}
/******/ 		def['default'] = () => (value);
/******/ 		__nccwpck_require__.d(ns, def);
/******/ 		return ns;
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/define property getters */
/******/ (() => {
/******/ 	// define getter functions for harmony exports
/******/ 	__nccwpck_require__.d = (exports, definition) => {
/******/ 		for(var key in definition) {
/******/ 			if(__nccwpck_require__.o(definition, key) && !__nccwpck_require__.o(exports, key)) {
/******/ 				Object.defineProperty(exports, key, { enumerable: true, get: definition[key] });
/******/ 			}
/******/ 		}
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/ensure chunk */
/******/ (() => {
/******/ 	__nccwpck_require__.f = {};
/******/ 	// This file contains only the entry chunk.
/******/ 	// The chunk loading function for additional chunks
/******/ 	__nccwpck_require__.e = (chunkId) => {
/******/ 		return Promise.all(Object.keys(__nccwpck_require__.f).reduce((promises, key) => {
/******/ 			__nccwpck_require__.f[key](chunkId, promises);
/******/ 			return promises;
/******/ 		}, []));
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/get javascript chunk filename */
/******/ (() => {
/******/ 	// This function allow to reference async chunks
/******/ 	__nccwpck_require__.u = (chunkId) => {
/******/ 		// return url for filenames based on template
/******/ 		return "" + chunkId + ".index.js";
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/******/ /* webpack/runtime/make namespace object */
/******/ (() => {
/******/ 	// define __esModule on exports
/******/ 	__nccwpck_require__.r = (exports) => {
/******/ 		if(typeof Symbol !== 'undefined' && Symbol.toStringTag) {
/******/ 			Object.defineProperty(exports, Symbol.toStringTag, { value: 'Module' });
/******/ 		}
/******/ 		Object.defineProperty(exports, '__esModule', { value: true });
/******/ 	};
/******/ })();
/******/ 
/******/ /* webpack/runtime/import chunk loading */
/******/ (() => {
/******/ 	// no baseURI
/******/ 	
/******/ 	// object to store loaded and loading chunks
/******/ 	// undefined = chunk not loaded, null = chunk preloaded/prefetched
/******/ 	// [resolve, Promise] = chunk loading, 0 = chunk loaded
/******/ 	var installedChunks = {
/******/ 		792: 0
/******/ 	};
/******/ 	
/******/ 	var installChunk = (data) => {
/******/ 		var {ids, modules, runtime} = data;
/******/ 		// add "modules" to the modules object,
/******/ 		// then flag all "ids" as loaded and fire callback
/******/ 		var moduleId, chunkId, i = 0;
/******/ 		for(moduleId in modules) {
/******/ 			if(__nccwpck_require__.o(modules, moduleId)) {
/******/ 				__nccwpck_require__.m[moduleId] = modules[moduleId];
/******/ 			}
/******/ 		}
/******/ 		if(runtime) runtime(__nccwpck_require__);
/******/ 		for(;i < ids.length; i++) {
/******/ 			chunkId = ids[i];
/******/ 			if(__nccwpck_require__.o(installedChunks, chunkId) && installedChunks[chunkId]) {
/******/ 				installedChunks[chunkId][0]();
/******/ 			}
/******/ 			installedChunks[ids[i]] = 0;
/******/ 		}
/******/ 	
/******/ 	}
/******/ 	
/******/ 	__nccwpck_require__.f.j = (chunkId, promises) => {
/******/ 			// import() chunk loading for javascript
/******/ 			var installedChunkData = __nccwpck_require__.o(installedChunks, chunkId) ? installedChunks[chunkId] : undefined;
/******/ 			if(installedChunkData !== 0) { // 0 means "already installed".
/******/ 	
/******/ 				// a Promise means "currently loading".
/******/ 				if(installedChunkData) {
/******/ 					promises.push(installedChunkData[1]);
/******/ 				} else {
/******/ 					if(true) { // all chunks have JS
/******/ 						// setup Promise in chunk cache
/******/ 						var promise = import("./" + __nccwpck_require__.u(chunkId)).then(installChunk, (e) => {
/******/ 							if(installedChunks[chunkId] !== 0) installedChunks[chunkId] = undefined;
/******/ 							throw e;
/******/ 						});
/******/ 						var promise = Promise.race([promise, new Promise((resolve) => (installedChunkData = installedChunks[chunkId] = [resolve]))])
/******/ 						promises.push(installedChunkData[1] = promise);
/******/ 					}
/******/ 				}
/******/ 			}
/******/ 	};
/******/ 	
/******/ 	// no prefetching
/******/ 	
/******/ 	// no preloaded
/******/ 	
/******/ 	// no external install chunk
/******/ 	
/******/ 	// no on chunks loaded
/******/ })();
/******/ 
/************************************************************************/
var __webpack_exports__ = {};

// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Cs: () => (/* binding */ runAction),
  ak: () => (/* binding */ runCli),
  a2: () => (/* binding */ runPost)
});

// EXTERNAL MODULE: ./build/src/contract.js
var contract = __nccwpck_require__(3735);
// EXTERNAL MODULE: ./build/src/domain/problem.js
var problem = __nccwpck_require__(3965);
// EXTERNAL MODULE: ./build/src/domain/nearest.js
var nearest = __nccwpck_require__(828);
;// CONCATENATED MODULE: ./build/src/inputs/unknown.js


/** An input that does not exist: renamed ones are named, slips are recognised (FAULTS M05). */
function unknownInput(written, options) {
    const dash = options.kind === 'option' ? '--' : '';
    const renamed = Object.entries(contract/* RENAMED_INPUTS */.PG).find(([old]) => old === written)?.[1];
    const near = (0,nearest/* nearest */.pA)(written, contract/* INPUT_KEYS */.eo);
    const remedy = renamed !== undefined ? `It is called \`${dash}${renamed}\` here.` : near !== undefined ? `Did you mean \`${dash}${near}\`?` : `Known are ${(0,nearest/* knownNames */.UH)(contract/* INPUT_KEYS */.eo)}; see docs/reference/inputs.md.`;
    return { code: `input.unknown-${options.kind}`, what: `there is no such ${options.kind}`, value: `${dash}${written}`.slice(0, 80), remedy };
}

;// CONCATENATED MODULE: ./build/src/inputs/argv.js
// The words of a command line: `[command] [--key[=value] | --key value]...`, each key the name of an input.


/** `--version` alone asks for the program's version; with a value it is the name of the release. */
function wordsOf(argv) {
    const values = new Map();
    const problems = [];
    let show;
    const set = (key, value) => {
        if (values.has(key))
            problems.push({ code: 'input.given-twice', what: `the option \`--${key}\` is given twice`, value: value.slice(0, 80), remedy: 'Give it once.' });
        values.set(key, value);
    };
    for (let index = 0; index < argv.length; index += 1) {
        const word = argv[index] ?? '';
        const next = argv[index + 1];
        if (word === '--help' || word === '-h' || (word === 'help' && !values.has('command')))
            show = 'help';
        else if (word === '-V' || (word === '--version' && (next === undefined || next.startsWith('-'))))
            show ??= 'version';
        else if (!word.startsWith('-')) {
            if (!values.has('command'))
                values.set('command', word);
            else
                problems.push({ code: 'input.unexpected-word', what: 'a word that belongs to no option', value: word.slice(0, 80), remedy: 'The command is the first word; everything else is an option, such as `--task-id task-42`.' });
        }
        else {
            const cut = word.indexOf('=');
            const option = optionOf(cut < 0 ? word : word.slice(0, cut));
            if (option === undefined) {
                problems.push(unknownInput((cut < 0 ? word : word.slice(0, cut)).replace(/^-{1,2}/, ''), { kind: 'option' }));
                // Its value is no mistake of its own.
                if (cut < 0 && next !== undefined && !next.startsWith('-'))
                    index += 1;
            }
            else if (cut >= 0)
                set(option.key, option.negated ? `not ${word.slice(cut + 1)}` : word.slice(cut + 1));
            else if (contract/* INPUTS */.mc[option.key].type === 'boolean')
                set(option.key, option.negated ? 'false' : 'true');
            else if (next === undefined || next.startsWith('--')) {
                problems.push({ code: 'input.no-value', what: `the option \`--${option.key}\` needs a value`, remedy: `Write \`--${option.key} <value>\`.` });
            }
            else {
                set(option.key, next);
                index += 1;
            }
        }
    }
    return { values, problems, ...(show === undefined ? {} : { show }) };
}
/** `--no-<key>` turns a boolean off. */
function optionOf(word) {
    const plain = contract/* INPUT_KEYS */.eo.find((key) => word === `--${key}`);
    if (plain !== undefined)
        return { key: plain, negated: false };
    const negated = contract/* INPUT_KEYS */.eo.find((key) => word === `--no-${key}` && contract/* INPUTS */.mc[key].type === 'boolean');
    return negated === undefined ? undefined : { key: negated, negated: true };
}

;// CONCATENATED MODULE: ./build/src/inputs/combinations.js
// Inputs that are each right and make no sense together.

const BYPASSES = [
    ['skipTests', 'skip-tests'],
    ['skipStateCheck', 'skip-state-check'],
    ['skipValidation', 'skip-validation'],
    ['allowQuarantined', 'allow-quarantined'],
];
/** Contradictions, inputs that the command does not read, and bypasses without a reason (SPEC A3, G1). */
function combinationProblems(intent, options) {
    const { set, name } = options;
    const problems = [];
    if (intent.dryRun && intent.validateOnly) {
        problems.push({ code: 'input.contradiction', what: `${name('dry-run')} and ${name('validate-only')} exclude each other`, remedy: 'Choose one: `validate-only` stops after the checks, `dry-run` goes on to print the plan.' });
    }
    const bypasses = BYPASSES.flatMap(([key, input]) => (intent[key] ? [input] : []));
    const why = [...(intent.command === 'rollback' && options.isCommandKnown ? ['a rollback'] : []), ...bypasses.map((key) => `\`${key}\``)];
    if (intent.reason === undefined && why.length > 0 && !set.includes('reason')) {
        problems.push({ code: 'input.reason-missing', what: `${why.join(' and ')} ${why.length === 1 ? 'needs' : 'need'} a reason`, remedy: `Say why in ${name('reason')}; it is kept in the ledger and shown in the report.` });
    }
    for (const key of options.isCommandKnown ? set : []) {
        const { commands } = contract/* INPUTS */.mc[key];
        if (commands !== undefined && !commands.includes(intent.command)) {
            problems.push({ code: 'input.not-read', what: `${name(key)} means nothing to \`${intent.command}\``, remedy: `Leave it out, or use it with ${commands.map((command) => `\`${command}\``).join(', ')}.` });
        }
    }
    return problems;
}

// EXTERNAL MODULE: ./build/src/domain/artifact/digest.js
var artifact_digest = __nccwpck_require__(5609);
// EXTERNAL MODULE: ./build/src/domain/duration.js
var duration = __nccwpck_require__(4764);
// EXTERNAL MODULE: ./build/src/domain/policy/names.js
var names = __nccwpck_require__(5165);
// EXTERNAL MODULE: ./build/src/domain/task/task-id.js
var task_id = __nccwpck_require__(5659);
;// CONCATENATED MODULE: ./build/src/inputs/values.js
// One reader for each kind of value an input can hold.






/** Empty and all-blank texts are how a runner passes what was not given. */
function isBlank(text) {
    return text.length <= 1000 && text.trim() === '';
}
const TRUE = ['true', 'True', 'TRUE'];
const FALSE = ['false', 'False', 'FALSE'];
/** Exactly the spellings of the YAML 1.2 core schema, as every action reads them. */
function readBoolean(name, text) {
    if (TRUE.includes(text))
        return { value: true };
    if (FALSE.includes(text))
        return { value: false };
    return { problem: { code: 'input.not-a-boolean', what: `${name} is neither true nor false`, value: shown(text), remedy: 'Write `true` or `false`.' } };
}
function readCommand(name, text) {
    const command = contract/* COMMANDS */.Lo.find((known) => known === text);
    if (command !== undefined)
        return { value: command };
    const near = (0,nearest/* nearest */.pA)(text, contract/* COMMANDS */.Lo);
    const remedy = near === undefined ? `Commands are ${(0,nearest/* knownNames */.UH)(contract/* COMMANDS */.Lo)}.` : `Did you mean \`${near}\`?`;
    return { problem: { code: 'input.unknown-command', what: `${name} is not a command`, value: shown(text), remedy } };
}
function readDuration(name, text) {
    const value = (0,duration/* parseDuration */.E9)(text);
    if (value === undefined)
        return { problem: { code: 'input.not-a-duration', what: `${name} is not a duration`, value: shown(text), remedy: duration/* DURATION_REMEDY */.yZ } };
    if (value > MAX_WAIT_MS)
        return { problem: { code: 'input.too-long', what: `${name} is longer than a job may live`, value: shown(text), remedy: 'Give at most `6h`.' } };
    return { value };
}
const MAX_WAIT_MS = 6 * 3_600_000;
function readDigest(name, text) {
    const digest = (0,artifact_digest/* parseDigest */.m)(text);
    return digest.ok ? { value: digest.value } : { problem: { ...digest.problems[0], what: `${name} is not a digest` } };
}
const VERSION = /^[0-9A-Za-z](?:[0-9A-Za-z._+-]{0,126}[0-9A-Za-z])?$/;
const DEPLOYMENT = /^dep_[0-9A-HJKMNP-TV-Z]{26}$/;
const relativePath = {
    max: 1000,
    fits: names/* isInside */.FK,
    what: 'is not a path inside the working directory',
    remedy: 'Give a path relative to the working directory, with forward slashes and without `..`.',
};
const aName = { max: 63, fits: (text) => names/* NAME */.o_.test(text), what: 'is not a name', remedy: 'Use lower-case letters, digits and dashes, at most 63, as in .flowspec/operate.yml.' };
const plain = (max) => ({ max, fits: (text) => !text.startsWith('-'), what: 'begins with a dash', remedy: 'Begin it with a letter or a digit.' });
const FORMS = {
    'task-id': {
        max: 64,
        fits: (text) => (0,task_id/* parseTaskId */.i)(text).ok,
        normalised: (text) => {
            const id = (0,task_id/* parseTaskId */.i)(text);
            return id.ok ? id.value : text;
        },
        what: 'is not a task id',
        remedy: 'Write it as `task-42`, `task-42.01`, `42` or `#17`.',
    },
    service: aName,
    environment: aName,
    config: relativePath,
    'report-directory': relativePath,
    version: {
        max: 128,
        fits: (text) => VERSION.test(text) && !text.includes('..') && !text.endsWith('.lock'),
        what: 'is not a version',
        remedy: 'Use letters, digits, `.`, `-`, `_` and `+`, such as `1.4.0`: it becomes the name of a tag.',
    },
    to: {
        max: 80,
        fits: (text) => text === 'previous' || DEPLOYMENT.test(text) || (0,artifact_digest/* parseDigest */.m)(text).ok,
        what: 'names nothing to roll back to',
        remedy: 'Give `previous`, a deployment id (`dep_...`) or a digest (`sha256:...`); `status` lists them.',
    },
    reason: plain(1000),
    actor: plain(100),
    'working-directory': plain(4000),
};
const TEXT = plain(1000);
// Control characters (line breaks too), invisible and direction-changing ones: none belongs in a name, a path or a sentence.
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff]/u;
/** A text within its length, on one line, in its own form. */
function readText(key, name, text) {
    const form = FORMS[key] ?? TEXT;
    const value = key === 'github-token' ? '(not shown)' : shown(text);
    if (text.length > form.max) {
        return { problem: { code: 'input.too-long', what: `${name} has ${text.length} characters, at most ${form.max} are allowed`, value, remedy: 'Shorten it.' } };
    }
    if (UNPRINTABLE.test(text) || !text.isWellFormed()) {
        return { problem: { code: 'input.unprintable', what: `${name} holds a line break or an invisible character`, value, remedy: 'Write it on one line in visible characters.' } };
    }
    const trimmed = text.trim();
    if (!form.fits(trimmed))
        return { problem: { code: 'input.malformed', what: `${name} ${form.what}`, value, remedy: form.remedy } };
    return { value: form.normalised?.(trimmed) ?? trimmed };
}
function shown(text) {
    return text.length <= 60 ? JSON.stringify(text).slice(1, -1) : `${JSON.stringify(text.slice(0, 57)).slice(1, -1)}...`;
}

;// CONCATENATED MODULE: ./build/src/inputs.js
// The only reader of inputs: INPUT_* variables of an action, or the words of a command line, become one Intent or every mistake at
// once. Imports nothing heavy, because every start pays for it.






/** Reads everything that was given. Nothing is trimmed into meaning: a boolean is exactly true or false (FAULTS M03). */
function readInputs(source) {
    const given = 'env' in source ? variablesOf(source.env) : wordsOf(source.argv);
    const name = (key) => ('env' in source ? `the input \`${key}\`` : key === 'command' ? 'the first word' : `the option \`--${key}\``);
    if (given.show !== undefined) {
        const defaults = intentOf(() => undefined, name).value;
        return (0,problem/* parsed */.Yz)({ ...defaults, command: readCommand('', given.values.get('command') ?? 'run').value ?? 'run', show: given.show });
    }
    const { value, problems } = intentOf((key) => given.values.get(key), name);
    const set = contract/* INPUT_KEYS */.eo.filter((key) => isSet(key, given.values.get(key)));
    const all = [...given.problems, ...problems, ...combinationProblems(value, { set, name, isCommandKnown: problems.every((problem) => problem.code !== 'input.unknown-command') })];
    const [first, ...others] = all;
    return first === undefined ? (0,problem/* parsed */.Yz)(value) : { ok: false, problems: [first, ...others] };
}
/** Whether someone gave it a value: what a runner fills in by default does not count. */
function isSet(key, text) {
    const spec = contract/* INPUTS */.mc[key];
    return text !== undefined && !isBlank(text) && text !== spec.default;
}
/** The runner passes `with: {dry-run: x}` as INPUT_DRY-RUN: upper case, dashes kept, blanks as underscores. */
function variablesOf(env) {
    const values = new Map();
    const problems = [];
    for (const [variable, value] of Object.entries(env)) {
        if (!variable.startsWith('INPUT_') || value === undefined)
            continue;
        const written = variable.slice('INPUT_'.length).toLowerCase();
        const key = contract/* INPUT_KEYS */.eo.find((known) => known === written);
        if (key !== undefined)
            values.set(key, value);
        else if (!isBlank(value))
            problems.push(unknownInput(written, { kind: 'input' }));
    }
    return { values, problems };
}
function intentOf(textOf, name) {
    const problems = [];
    const read = (key, reader) => {
        const spec = contract/* INPUTS */.mc[key];
        const given = textOf(key);
        const text = given === undefined || isBlank(given) ? spec.default : given;
        if (text === undefined)
            return undefined;
        const { value, problem } = reader(name(key), text);
        if (problem !== undefined)
            problems.push(problem);
        return value;
    };
    const text = (key) => read(key, (label, given) => readText(key, label, given));
    const flag = (key) => read(key, readBoolean) ?? false;
    const optional = (key, value) => (value === undefined ? {} : { [key]: value });
    const value = {
        command: read('command', readCommand) ?? 'run',
        ...optional('taskId', text('task-id')),
        ...optional('service', text('service')),
        ...optional('environment', text('environment')),
        config: text('config') ?? contract/* INPUTS */.mc.config.default,
        ...optional('version', text('version')),
        ...optional('digest', read('digest', readDigest)),
        to: text('to') ?? contract/* INPUTS */.mc.to.default,
        ...optional('reason', text('reason')),
        ...optional('actor', text('actor')),
        dryRun: flag('dry-run'),
        validateOnly: flag('validate-only'),
        skipTests: flag('skip-tests'),
        skipStateCheck: flag('skip-state-check'),
        skipValidation: flag('skip-validation'),
        confirmUnvalidated: flag('confirm-unvalidated'),
        allowQuarantined: flag('allow-quarantined'),
        autoDeploy: flag('auto-deploy'),
        ...optional('githubToken', text('github-token')),
        lockTimeoutMs: read('lock-timeout', readDuration) ?? 0,
        reportDirectory: text('report-directory') ?? contract/* INPUTS */.mc['report-directory'].default,
        workingDirectory: text('working-directory') ?? contract/* INPUTS */.mc['working-directory'].default,
    };
    return { value, problems };
}

;// CONCATENATED MODULE: ./build/src/main.js
// What the three doors share: read the inputs, do the command, tell everyone how it ended. The one try/catch is here.
// Nothing heavy is imported before the inputs are read, because every start pays for it.

/** The action's main step. */
async function runAction() {
    await enter('action');
}
/** The action's post step: finishes what a cancelled or killed main step left behind. */
async function runPost() {
    await enter('post');
}
/** The command line. */
async function runCli() {
    await enter('cli');
}
async function enter(door) {
    const inputs = readInputs(door === 'cli' ? { argv: process.argv.slice(2) } : { env: process.env });
    if (inputs.ok && inputs.value.show !== undefined)
        return show(inputs.value);
    // A post step must see what main saw; mistakes in the inputs were main's to tell.
    const { operate } = await Promise.all(/* import() */[__nccwpck_require__.e(366), __nccwpck_require__.e(142)]).then(__nccwpck_require__.bind(__nccwpck_require__, 2142));
    process.exitCode = await operate(door, inputs);
}
async function show(intent) {
    const { helpText } = await __nccwpck_require__.e(/* import() */ 342).then(__nccwpck_require__.bind(__nccwpck_require__, 9342));
    const { VERSION } = await __nccwpck_require__.e(/* import() */ 9).then(__nccwpck_require__.bind(__nccwpck_require__, 8009));
    process.stdout.write(intent.show === 'version' ? `${VERSION}\n` : `${helpText(process.argv.length > 3 ? intent.command : undefined)}\n`);
}

var __webpack_exports__runAction = __webpack_exports__.Cs;
var __webpack_exports__runCli = __webpack_exports__.ak;
var __webpack_exports__runPost = __webpack_exports__.a2;
export { __webpack_exports__runAction as runAction, __webpack_exports__runCli as runCli, __webpack_exports__runPost as runPost };
