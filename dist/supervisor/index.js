import { createRequire as __WEBPACK_EXTERNAL_createRequire } from "module";
/******/ var __webpack_modules__ = ({

/***/ 421:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:child_process");

/***/ }),

/***/ 598:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:crypto");

/***/ }),

/***/ 24:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:fs");

/***/ }),

/***/ 67:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:http");

/***/ }),

/***/ 30:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:net");

/***/ }),

/***/ 760:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:path");

/***/ }),

/***/ 500:
/***/ ((module) => {

module.exports = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:timers/promises");

/***/ }),

/***/ 916:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ errorCode)
/* harmony export */ });
/** The code of a system error (`ENOENT`); undefined for anything else. Looks at the shape, because errors may come from another realm. */
function errorCode(error) {
    return typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}


/***/ }),

/***/ 70:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Nh: () => (/* binding */ isSupervised),
/* harmony export */   Z$: () => (/* binding */ askToStop),
/* harmony export */   rk: () => (/* binding */ readStatus)
/* harmony export */ });
/* unused harmony exports applyWanted, handOver */
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(406);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(923);
/* harmony import */ var _json_http_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(260);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(478);
/* harmony import */ var _durable_file_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(189);






/** How long one question may take, and how long a supervisor that lives may be silent while it is replaced, milliseconds. */
const QUESTION_MS = 10_000;
const SILENCE_MS = 10_000;
/** The supervisor's state, or undefined when none runs. A supervisor whose worker is just being replaced is waited for. */
async function readStatus(directory, signal) {
    const from = performance.now();
    for (;;) {
        const place = (0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .readPlace */ .yI)(directory);
        if (place === undefined)
            return undefined;
        try {
            const answer = await (0,_json_http_js__WEBPACK_IMPORTED_MODULE_3__/* .askSocket */ .zu)(place.socket, { method: 'GET', path: '/status', signal: questionSignal(signal) });
            // The supervisor is ours, its script checked by hash; what it says is not parsed again.
            if (answer.status === 200)
                return { place, status: answer.value };
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .AdapterError */ .om({ code: 'target_unreachable', message: `the supervisor of ${directory} answered with status ${answer.status}`, remedy: `Read ${directory}/supervisor.log.` });
        }
        catch (error) {
            if (error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .AdapterError */ .om)
                throw error;
            if (signal.aborted)
                throw signal.reason;
            if (!isSupervised(directory))
                return undefined;
            if (performance.now() - from > SILENCE_MS) {
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .AdapterError */ .om({ code: 'target_unreachable', message: `the supervisor of ${directory} runs and does not answer: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_1__/* .messageOf */ .bD)(error)}`, remedy: `Read ${directory}/supervisor.log.`, cause: error });
            }
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(50, undefined, { signal });
        }
    }
}
/** Replaces what is wanted. Throws `fenced_out` when a newer lease was seen. */
async function applyWanted(directory, change, signal) {
    const from = performance.now();
    for (;;) {
        const answer = await ask(directory, '/apply', change, signal);
        if (answer?.status === 200)
            return answer.value;
        const problem = problemOf(answer?.value);
        // Repeating is safe: a change replaces everything, and its fence says whose it is.
        if ((answer === undefined || answer.status === 503) && performance.now() - from < SILENCE_MS) {
            await sleep(50, undefined, { signal });
            continue;
        }
        const code = problem.code === 'fenced_out' ? 'fenced_out' : 'target_unreachable';
        throw new AdapterError({ code, message: `the supervisor of ${directory} refused: ${problem.message}`, remedy: code === 'fenced_out' ? 'Another run has taken this environment over; look at `status`.' : `Read ${directory}/supervisor.log.` });
    }
}
/** Asks for a worker from another script. */
async function handOver(directory, script, signal) {
    await ask(directory, '/handover', { script }, signal);
}
/** Asks the supervisor to stop everything; false when none answers. */
async function askToStop(directory, signal) {
    return (await ask(directory, '/stop', {}, signal))?.status === 202;
}
async function ask(directory, path, body, signal) {
    const place = (0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .readPlace */ .yI)(directory);
    if (place === undefined)
        return undefined;
    try {
        return await (0,_json_http_js__WEBPACK_IMPORTED_MODULE_3__/* .askSocket */ .zu)(place.socket, { method: 'POST', path, body, signal: questionSignal(signal) });
    }
    catch {
        if (signal.aborted)
            throw signal.reason;
        return undefined;
    }
}
function questionSignal(signal) {
    return AbortSignal.any([signal, AbortSignal.timeout(QUESTION_MS)]);
}
function problemOf(value) {
    const isProblem = typeof value === 'object' && value !== null && 'code' in value && 'message' in value;
    return isProblem ? { code: String(value.code), message: String(value.message) } : { code: 'unknown', message: 'it gave no answer' };
}
/** Whether the directory's guardian lives, or a worker that is about to get another one. */
function isSupervised(directory) {
    return [(0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .guardianFile */ .Om)(directory), (0,_places_js__WEBPACK_IMPORTED_MODULE_4__/* .workerFile */ .Tv)(directory)].some((path) => {
        const value = (0,_durable_file_js__WEBPACK_IMPORTED_MODULE_5__/* .readJsonFile */ .J)(path);
        if (typeof value !== 'object' || value === null || !('pid' in value) || !('startTime' in value))
            return false;
        return typeof value.pid === 'number' && typeof value.startTime === 'string' && (0,_identity_js__WEBPACK_IMPORTED_MODULE_2__/* .lives */ .i2)({ pid: value.pid, startTime: value.startTime });
    });
}


/***/ }),

/***/ 189:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   J: () => (/* binding */ readJsonFile),
/* harmony export */   f: () => (/* binding */ replaceFile)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);
/* harmony import */ var _exec_error_code_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(916);



/**
 * Replaces a file so that a crash or a loss of power leaves the old or the new one, whole. Synchronous, because what follows (a signal,
 * an answer) must not happen before it is on disk. Mode 0600: the environment of releases is in it.
 */
function replaceFile(path, content) {
    const fresh = `${path}.${process.pid}.new`;
    const file = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(fresh, 'w', 0o600);
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeSync)(file, content);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fsyncSync)(file);
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(file);
    }
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(fresh, path);
    const directory = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), 'r');
    try {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.fsyncSync)(directory);
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.closeSync)(directory);
    }
}
/** The JSON in a file; undefined when there is no such file. Throws for a file that cannot be read or is not JSON: it is never taken for absent. */
function readJsonFile(path) {
    let content;
    try {
        content = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(path, 'utf8');
    }
    catch (error) {
        if ((0,_exec_error_code_js__WEBPACK_IMPORTED_MODULE_2__/* .errorCode */ .C)(error) === 'ENOENT')
            return undefined;
        throw error;
    }
    const value = JSON.parse(content);
    return value;
}


/***/ }),

/***/ 872:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   n: () => (/* binding */ minimalEnvironment)
/* harmony export */ });
/**
 * Variables that a release inherits from whoever deploys it. Everything else stays behind: a token of the run that deployed would
 * otherwise live on in every process of the release (invariant I9).
 */
const INHERITED = /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_[A-Z]+|TZ|TMPDIR|TEMP|TMP|SSL_CERT_FILE|SSL_CERT_DIR|NODE_EXTRA_CA_CERTS)$/;
/** The part of an environment that releases and their supervisor get. */
function minimalEnvironment(env) {
    return Object.fromEntries(Object.entries(env).flatMap(([name, value]) => (value !== undefined && INHERITED.test(name) ? [[name, value]] : [])));
}


/***/ }),

/***/ 878:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   X3: () => (/* binding */ runGuardian),
/* harmony export */   Z: () => (/* binding */ LISTENER),
/* harmony export */   jz: () => (/* binding */ guardianMessage)
/* harmony export */ });
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(923);
/* harmony import */ var _durable_file_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(189);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(478);
// The guardian holds the listening socket and keeps one worker alive. It does nothing else, so that nothing else can end it.




/** The listening socket as it is passed on. Nobody but a worker accepts from it, so connections wait in the kernel while there is none. */
const LISTENER = 3;
/** How long a new worker may take to say that it is ready, milliseconds. */
const READY_LIMIT_MS = 15_000;
const LONGEST_PAUSE_MS = 2_000;
/** Reads a message of the other side; undefined for anything else. */
function guardianMessage(value) {
    if (typeof value !== 'object' || value === null || !('kind' in value))
        return undefined;
    if (value.kind === 'replace' && 'script' in value && typeof value.script === 'string')
        return { kind: 'replace', script: value.script };
    if (value.kind === 'ready' || value.kind === 'stop' || value.kind === 'leave' || value.kind === 'stay')
        return { kind: value.kind };
    return undefined;
}
/** Runs the guardian of a directory until the worker says that all is stopped. */
function runGuardian(script, directory) {
    let current;
    let isStopping = false;
    let pause = 50;
    const say = (worker, message) => {
        if (worker?.connected === true)
            worker.send(message, () => undefined);
    };
    /** Starts a worker; `then` is told whether it became ready. */
    const begin = (path, then) => {
        const worker = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(process.execPath, [path, 'worker', directory], { cwd: directory, detached: true, stdio: ['ignore', 'inherit', 'inherit', LISTENER, 'ipc'] });
        let isAnswered = false;
        const answer = (isReady) => {
            if (!isAnswered)
                then(isReady);
            isAnswered = true;
        };
        const limit = setTimeout(() => worker.kill('SIGKILL'), READY_LIMIT_MS);
        worker.on('message', (value) => {
            const message = guardianMessage(value);
            if (message?.kind === 'ready') {
                clearTimeout(limit);
                answer(true);
            }
            else if (message?.kind === 'replace')
                replace(worker, message.script);
            else if (message?.kind === 'stop')
                isStopping = true;
        });
        const over = () => {
            clearTimeout(limit);
            answer(false);
            ended(worker);
        };
        worker.once('exit', over);
        worker.once('error', over);
        return worker;
    };
    const ended = (worker) => {
        if (worker !== current)
            return;
        current = undefined;
        if (isStopping)
            process.exit(0);
        setTimeout(keep, pause);
        pause = Math.min(LONGEST_PAUSE_MS, pause * 2);
    };
    const keep = () => {
        current = begin(script, (isReady) => {
            if (!isReady)
                return;
            pause = 50;
            // Whoever started us may go now.
            if (process.connected)
                process.send?.({ kind: 'ready' }, () => process.disconnect());
        });
    };
    /** A new worker first, then the old one leaves: somebody accepts at every moment. */
    const replace = (old, path) => {
        const fresh = begin(path, (isReady) => {
            if (!isReady) {
                say(old, { kind: 'stay' });
                return;
            }
            script = path;
            current = fresh;
            say(old, { kind: 'leave' });
        });
    };
    process.on('SIGHUP', () => undefined);
    process.on('SIGINT', () => undefined);
    process.on('SIGTERM', () => {
        isStopping = true;
        say(current, { kind: 'stop' });
    });
    (0,_durable_file_js__WEBPACK_IMPORTED_MODULE_2__/* .replaceFile */ .f)((0,_places_js__WEBPACK_IMPORTED_MODULE_3__/* .guardianFile */ .Om)(directory), JSON.stringify((0,_identity_js__WEBPACK_IMPORTED_MODULE_1__/* .identityOf */ .cu)(process.pid)));
    keep();
}


/***/ }),

/***/ 923:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Fs: () => (/* binding */ usageOf),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   i2: () => (/* binding */ lives),
/* harmony export */   jq: () => (/* binding */ isForeign)
/* harmony export */ });
/* unused harmony export statFields */
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);


/** The identity of a running process; undefined when there is none, or only its zombie. */
function identityOf(pid) {
    const seen = look(pid);
    return seen === undefined || seen.isZombie ? undefined : { pid, startTime: seen.startTime };
}
/** Whether exactly this process still runs. */
function lives(identity) {
    const seen = look(identity.pid);
    return seen !== undefined && !seen.isZombie && seen.startTime === identity.startTime;
}
/** Whether the number now belongs to another process, which must not be signalled. */
function isForeign(identity) {
    const seen = look(identity.pid);
    return seen !== undefined && seen.startTime !== identity.startTime;
}
function look(pid) {
    return process.platform === 'linux' ? lookInProc(pid) : lookWithPs(pid);
}
/** The fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets (proc_pid_stat(5)). */
function statFields(pid) {
    try {
        const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(`/proc/${pid}/stat`, 'utf8');
        return text.slice(text.lastIndexOf(')') + 2).split(' ');
    }
    catch {
        return undefined;
    }
}
function lookInProc(pid) {
    const fields = statFields(pid);
    // Fields 3 (state) and 22 (starttime) of the whole line.
    const startTime = fields?.[19];
    return startTime === undefined ? undefined : { startTime, isZombie: fields?.[0] === 'Z' };
}
function lookWithPs(pid) {
    try {
        const text = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.execFileSync)('ps', ['-o', 'stat=,lstart=', '-p', String(pid)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 5_000 }).trim();
        const [state = '', ...rest] = text.split(/\s+/);
        return text === '' ? undefined : { startTime: rest.join(' '), isZombie: state.startsWith('Z') };
    }
    catch {
        return undefined;
    }
}
/** Memory and processor time of a process, where the system tells without starting a program. */
function usageOf(pid) {
    if (process.platform !== 'linux')
        return {};
    const fields = statFields(pid);
    if (fields === undefined)
        return {};
    const ticks = Number(fields[11]) + Number(fields[12]);
    const kib = residentKib(pid);
    // USER_HZ is 100 on every architecture that Node runs on.
    return { cpuSeconds: ticks / 100, ...(kib === undefined ? {} : { rssBytes: kib * 1024 }) };
}
function residentKib(pid) {
    try {
        const match = /^VmRSS:\s+(\d+) kB$/m.exec((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(`/proc/${pid}/status`, 'utf8'));
        return match?.[1] === undefined ? undefined : Number(match[1]);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 553:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   L6: () => (/* binding */ capLog),
/* harmony export */   Ne: () => (/* binding */ openLog)
/* harmony export */ });
/* unused harmony export logTail */
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(24);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(760);


/** Size from which a log is cut, bytes. One earlier part of that size is kept beside it. */
const LOG_LIMIT = 4 * 1024 * 1024;
/** Opens a log for a process to append to; the caller closes its own end after the start. */
function openLog(path) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.mkdirSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.dirname)(path), { recursive: true, mode: 0o700 });
    return (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.openSync)(path, 'a', 0o600);
}
/**
 * Moves a log that has grown too large aside. It is copied and emptied rather than renamed, because the process that writes it keeps
 * its file open; it appends, so it goes on at the new end. Lines written in between are lost.
 */
function capLog(path) {
    try {
        if ((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.statSync)(path).size <= LOG_LIMIT)
            return;
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.copyFileSync)(path, `${path}.1`);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.truncateSync)(path, 0);
    }
    catch {
        // The log of an instance that is being removed; there is nothing left to cap.
    }
}
/** The last lines of a log; empty when there is none. */
function logTail(path, lines) {
    try {
        const file = openSync(path, 'r');
        try {
            const { size } = fstatSync(file);
            const buffer = Buffer.alloc(Math.min(size, 64 * 1024));
            readSync(file, buffer, 0, buffer.length, size - buffer.length);
            return new TextDecoder('utf-8').decode(buffer).trimEnd().split('\n').slice(-lines).join('\n');
        }
        finally {
            closeSync(file);
        }
    }
    catch {
        return '';
    }
}


/***/ }),

/***/ 260:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   Vh: () => (/* binding */ readJson),
/* harmony export */   hi: () => (/* binding */ answerJson),
/* harmony export */   zu: () => (/* binding */ askSocket)
/* harmony export */ });
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(67);

/** Most of a message on the control socket, bytes. */
const LIMIT = 4 * 1024 * 1024;
/** Reads a JSON body; rejects when it is too long or not JSON. */
async function readJson(message) {
    const chunks = [];
    let size = 0;
    for await (const chunk of message) {
        const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
        size += bytes.length;
        if (size > LIMIT)
            throw new Error(`the message is longer than ${LIMIT} bytes`);
        chunks.push(bytes);
    }
    const value = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    return value;
}
/** Answers with JSON. */
function answerJson(response, status, value) {
    const body = JSON.stringify(value);
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body), connection: 'close' });
    response.end(body);
}
/** Asks over a unix socket. Rejects with the network error when nobody listens. */
function askSocket(socketPath, question) {
    return new Promise((resolve, reject) => {
        const request = (0,node_http__WEBPACK_IMPORTED_MODULE_0__.request)({ socketPath, method: question.method, path: question.path, agent: false, signal: question.signal, headers: { 'content-type': 'application/json' } });
        request.once('error', reject);
        request.once('response', (response) => {
            readJson(response).then((value) => resolve({ status: response.statusCode ?? 0, value }), reject);
        });
        request.end(question.body === undefined ? undefined : JSON.stringify(question.body));
    });
}


/***/ }),

/***/ 478:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  Om: () => (/* binding */ guardianFile),
  af: () => (/* binding */ placeFile),
  yI: () => (/* binding */ readPlace),
  Sy: () => (/* binding */ readSaved),
  Xy: () => (/* binding */ socketPath),
  Ed: () => (/* binding */ stateFile),
  T0: () => (/* binding */ supervisorLog),
  Tv: () => (/* binding */ workerFile)
});

// UNUSED EXPORTS: releaseDirectory, releasesDirectory

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
;// CONCATENATED MODULE: external "node:os"
const external_node_os_namespaceObject = __WEBPACK_EXTERNAL_createRequire(import.meta.url)("node:os");
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/protocol.js
var protocol = __nccwpck_require__(673);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/durable-file.js
var durable_file = __nccwpck_require__(189);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/places.js






/** Longest path of a unix socket that every system takes, bytes (104 on macOS, 108 on Linux, with the final zero). */
const SOCKET_PATH_LIMIT = 100;
/** The files of one environment's directory. */
const stateFile = (directory) => (0,external_node_path_.join)(directory, 'state.json');
const placeFile = (directory) => (0,external_node_path_.join)(directory, 'place.json');
const guardianFile = (directory) => (0,external_node_path_.join)(directory, 'guardian.json');
const workerFile = (directory) => (0,external_node_path_.join)(directory, 'worker.json');
const supervisorLog = (directory) => (0,external_node_path_.join)(directory, 'supervisor.log');
const releasesDirectory = (directory) => join(directory, 'releases');
const releaseDirectory = (directory, digest) => join(releasesDirectory(directory), digest.slice('sha256:'.length));
/** Path of the control socket. A path too long for a socket is replaced by one under a directory of our own in the system's temporary one. */
function socketPath(directory) {
    const near = (0,external_node_path_.join)(directory, 'control.sock');
    if (Buffer.byteLength(near) <= SOCKET_PATH_LIMIT)
        return near;
    const uid = process.getuid?.() ?? 0;
    const own = (0,external_node_path_.join)((0,external_node_os_namespaceObject.tmpdir)(), `flowspec-operate-${uid}`);
    (0,external_node_fs_.mkdirSync)(own, { recursive: true, mode: 0o700 });
    const found = (0,external_node_fs_.lstatSync)(own);
    // Anyone may create this name first in a shared temporary directory; only a directory that nobody else can write is good enough.
    if (!found.isDirectory() || found.uid !== uid || (found.mode & 0o077) !== 0)
        throw new Error(`${own} is not a directory that only you may use; remove it or set TMPDIR`);
    return (0,external_node_path_.join)(own, `${(0,external_node_crypto_.createHash)('sha256').update(directory).digest('hex').slice(0, 16)}.sock`);
}
/** Where the supervisor of a directory is; undefined when none was ever started. */
function readPlace(directory) {
    const value = (0,durable_file/* readJsonFile */.J)(placeFile(directory));
    return value === undefined ? undefined : (0,protocol/* parsePlace */.De)(value);
}
/** What the supervisor of a directory wrote down last. */
function readSaved(directory) {
    const value = (0,durable_file/* readJsonFile */.J)(stateFile(directory));
    return value === undefined ? undefined : (0,protocol/* parseSaved */.P6)(value);
}


/***/ }),

/***/ 673:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   De: () => (/* binding */ parsePlace),
/* harmony export */   EV: () => (/* binding */ NOTHING_WANTED),
/* harmony export */   P6: () => (/* binding */ parseSaved),
/* harmony export */   bd: () => (/* binding */ ProtocolError),
/* harmony export */   nl: () => (/* binding */ PROTOCOL),
/* harmony export */   q_: () => (/* binding */ parseChange)
/* harmony export */ });
/* unused harmony export parseWanted */
/* harmony import */ var _domain_artifact_digest_js__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(497);
// What the operator and the supervisor say to each other, and what the supervisor writes down.

/** Raised when an older supervisor could not understand a newer operator. */
const PROTOCOL = 1;
const NOTHING_WANTED = { boundsMs: [50, 100, 200, 400, 800, 1600, 3200], upstreamTimeoutMs: 60_000, releases: [] };
/** Thrown by the parsers below; the message names the field. */
class ProtocolError extends Error {
}
function fields(value, where) {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new ProtocolError(`${where} is not an object`);
    return value;
}
function text(value, where) {
    if (typeof value !== 'string')
        throw new ProtocolError(`${where} is not a text`);
    return value;
}
function number(value, where) {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0)
        throw new ProtocolError(`${where} is not a number from 0 up`);
    return value;
}
function list(value, where, item) {
    if (!Array.isArray(value))
        throw new ProtocolError(`${where} is not a list`);
    return value.map((each, index) => item(each, `${where}[${index}]`));
}
function digest(value, where) {
    const found = (0,_domain_artifact_digest_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDigest */ .m)(text(value, where));
    if (!found.ok)
        throw new ProtocolError(`${where} is not a digest`);
    return found.value;
}
function parseRun(value, where) {
    const run = fields(value, where);
    const [program, ...args] = list(run['argv'], `${where}.argv`, text);
    if (program === undefined)
        throw new ProtocolError(`${where}.argv is empty`);
    const env = Object.entries(fields(run['env'], `${where}.env`)).map(([name, each]) => [name, text(each, `${where}.env.${name}`)]);
    return {
        argv: [program, ...args],
        env: Object.fromEntries(env),
        cwd: text(run['cwd'], `${where}.cwd`),
        logs: text(run['logs'], `${where}.logs`),
        ...(run['ready'] === undefined ? {} : { ready: text(run['ready'], `${where}.ready`) }),
        startLimitMs: number(run['startLimitMs'], `${where}.startLimitMs`),
        drainMs: number(run['drainMs'], `${where}.drainMs`),
    };
}
function parseRelease(value, where) {
    const release = fields(value, where);
    const weight = number(release['weight'], `${where}.weight`);
    if (weight > 100)
        throw new ProtocolError(`${where}.weight is above 100`);
    return {
        digest: digest(release['digest'], `${where}.digest`),
        version: text(release['version'], `${where}.version`),
        weight,
        instances: Math.floor(number(release['instances'], `${where}.instances`)),
        run: parseRun(release['run'], `${where}.run`),
    };
}
/** Parses what is wanted; throws ProtocolError. */
function parseWanted(value) {
    const wanted = fields(value, 'wanted');
    const releases = list(wanted['releases'], 'wanted.releases', parseRelease);
    if (new Set(releases.map((release) => release.digest)).size < releases.length)
        throw new ProtocolError('wanted.releases names a digest twice');
    if (releases.reduce((sum, release) => sum + release.weight, 0) > 100)
        throw new ProtocolError('the weights add up to more than 100');
    return {
        boundsMs: list(wanted['boundsMs'], 'wanted.boundsMs', number),
        upstreamTimeoutMs: number(wanted['upstreamTimeoutMs'], 'wanted.upstreamTimeoutMs'),
        releases,
    };
}
/** Parses a change with its fence; throws ProtocolError. */
function parseChange(value) {
    const change = fields(value, 'the change');
    return { fence: number(change['fence'], 'fence'), wanted: parseWanted(change['wanted']) };
}
function parseProcess(value, where) {
    const saved = fields(value, where);
    const identity = fields(saved['identity'], `${where}.identity`);
    return {
        slot: text(saved['slot'], `${where}.slot`),
        digest: digest(saved['digest'], `${where}.digest`),
        identity: { pid: number(identity['pid'], `${where}.identity.pid`), startTime: text(identity['startTime'], `${where}.identity.startTime`) },
        port: number(saved['port'], `${where}.port`),
        log: text(saved['log'], `${where}.log`),
        isReady: saved['isReady'] === true,
        restarts: number(saved['restarts'], `${where}.restarts`),
        isStopping: saved['isStopping'] === true,
        drainMs: number(saved['drainMs'], `${where}.drainMs`),
    };
}
/** Parses the supervisor's state; throws ProtocolError. */
function parseSaved(value) {
    const saved = fields(value, 'the state');
    if (saved['schema'] !== 1)
        throw new ProtocolError(`the state has schema ${String(saved['schema'])}, this version knows 1`);
    return {
        schema: 1,
        fence: number(saved['fence'], 'fence'),
        wanted: parseWanted(saved['wanted']),
        processes: list(saved['processes'], 'processes', parseProcess),
    };
}
/** Parses where the supervisor is; throws ProtocolError. */
function parsePlace(value) {
    const place = fields(value, 'the place');
    if (place['schema'] !== 1)
        throw new ProtocolError(`the place has schema ${String(place['schema'])}, this version knows 1`);
    return {
        schema: 1,
        service: text(place['service'], 'service'),
        environment: text(place['environment'], 'environment'),
        host: text(place['host'], 'host'),
        port: number(place['port'], 'port'),
        socket: text(place['socket'], 'socket'),
    };
}


/***/ }),

/***/ 774:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ scriptHash)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(598);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);


/** First 16 hex digits of the SHA-256 of a script: which supervisor it is. */
function scriptHash(path) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.readFileSync)(path)).digest('hex').slice(0, 16);
}


/***/ }),

/***/ 249:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ ensureSupervisor)
/* harmony export */ });
/* unused harmony export upgradeSupervisor */
/* harmony import */ var node_child_process__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(421);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(24);
/* harmony import */ var node_net__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(30);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(760);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(406);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(70);
/* harmony import */ var _durable_file_js__WEBPACK_IMPORTED_MODULE_7__ = __nccwpck_require__(189);
/* harmony import */ var _environment_js__WEBPACK_IMPORTED_MODULE_14__ = __nccwpck_require__(872);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_8__ = __nccwpck_require__(923);
/* harmony import */ var _instance_log_js__WEBPACK_IMPORTED_MODULE_9__ = __nccwpck_require__(553);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_10__ = __nccwpck_require__(478);
/* harmony import */ var _protocol_js__WEBPACK_IMPORTED_MODULE_11__ = __nccwpck_require__(673);
/* harmony import */ var _script_js__WEBPACK_IMPORTED_MODULE_12__ = __nccwpck_require__(774);
/* harmony import */ var _exec_error_code_js__WEBPACK_IMPORTED_MODULE_13__ = __nccwpck_require__(916);















/** How long a supervisor may take to answer after its start, milliseconds. */
const START_LIMIT_MS = 20_000;
/** How long a busy port is tried again when a supervisor of ours may hold it, milliseconds. */
const PORT_PATIENCE_MS = 3_000;
/** The status of the directory's supervisor, started first when none runs. Throws `target_unreachable` when its port is busy. */
async function ensureSupervisor(options) {
    checkPlace(options);
    const running = await (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .readStatus */ .rk)(options.directory, options.signal);
    if (running !== undefined)
        return running.status;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.mkdirSync)(options.directory, { recursive: true, mode: 0o700 });
    const lock = await takeStartLock(options);
    try {
        const meanwhile = await (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .readStatus */ .rk)(options.directory, options.signal);
        return meanwhile === undefined ? await start(options) : meanwhile.status;
    }
    finally {
        (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.rmSync)(lock, { force: true });
    }
}
/** Makes the running supervisor the one of `script`, without losing a request. */
async function upgradeSupervisor(options, status) {
    const hash = scriptHash(options.script);
    if (status.script === hash)
        return status;
    if (status.protocol > PROTOCOL) {
        throw new AdapterError({ code: 'target_unreachable', message: `the supervisor of ${options.directory} is newer than this program`, remedy: 'Use the version that deployed last, or a newer one.' });
    }
    await handOver(options.directory, installScript(options), options.signal);
    return waitFor(options, 'a newer supervisor did not take over', (found) => found.script === hash);
}
/** A directory serves one environment of one service at one address. */
function checkPlace(options) {
    const place = (0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .readPlace */ .yI)(options.directory);
    if (place === undefined)
        return;
    if (place.service !== options.service || place.environment !== options.environment) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({
            code: 'target_unreachable',
            message: `${options.directory} belongs to ${place.service} in ${place.environment}, not to ${options.service} in ${options.environment}`,
            remedy: 'Give each environment a `directory` of its own.',
        });
    }
    const moved = place.host !== options.host || (options.port !== 0 && place.port !== options.port);
    if (moved) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({
            code: 'target_unreachable',
            message: `the target listens on ${place.host}:${place.port}, the configuration says ${options.host}:${options.port}`,
            remedy: `Set the address back, or stop what runs and remove ${(0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .placeFile */ .af)(options.directory)}; see the guide on the process target.`,
        });
    }
}
/** Copies the script to where it stays when the operator's own copy goes. Sources are run where they are. */
function installScript(options) {
    if ((0,node_path__WEBPACK_IMPORTED_MODULE_3__.extname)(options.script) === '.ts')
        return options.script;
    const bin = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(options.directory, 'bin');
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(bin, `supervisor-${(0,_script_js__WEBPACK_IMPORTED_MODULE_12__/* .scriptHash */ .W)(options.script)}.mjs`);
    if ((0,node_fs__WEBPACK_IMPORTED_MODULE_1__.existsSync)(path) && (0,_script_js__WEBPACK_IMPORTED_MODULE_12__/* .scriptHash */ .W)(path) === (0,_script_js__WEBPACK_IMPORTED_MODULE_12__/* .scriptHash */ .W)(options.script))
        return path;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.mkdirSync)(bin, { recursive: true, mode: 0o700 });
    const fresh = `${path}.${process.pid}`;
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.copyFileSync)(options.script, fresh);
    (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.renameSync)(fresh, path);
    return path;
}
/** Two operators may start at the same time; one does, the other finds what it started. */
async function takeStartLock(options) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_3__.join)(options.directory, 'start.lock');
    const until = performance.now() + START_LIMIT_MS;
    for (;;) {
        try {
            (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.writeFileSync)(path, JSON.stringify((0,_identity_js__WEBPACK_IMPORTED_MODULE_8__/* .identityOf */ .cu)(process.pid)), { flag: 'wx', mode: 0o600 });
            return path;
        }
        catch {
            if (performance.now() > until) {
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({ code: 'target_unreachable', message: `another process is starting the supervisor of ${options.directory}`, remedy: `Try again; remove ${path} when nothing is being started.` });
            }
            if (isAbandoned(path))
                (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.rmSync)(path, { force: true });
            else
                await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(50, undefined, { signal: options.signal });
        }
    }
}
function isAbandoned(lock) {
    try {
        const holder = (0,_durable_file_js__WEBPACK_IMPORTED_MODULE_7__/* .readJsonFile */ .J)(lock);
        if (typeof holder !== 'object' || holder === null || !('pid' in holder) || !('startTime' in holder))
            return false;
        return typeof holder.pid === 'number' && typeof holder.startTime === 'string' && !(0,_identity_js__WEBPACK_IMPORTED_MODULE_8__/* .lives */ .i2)({ pid: holder.pid, startTime: holder.startTime });
    }
    catch {
        // Not written yet.
        return false;
    }
}
async function start(options) {
    const script = installScript(options);
    const remembered = (0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .readPlace */ .yI)(options.directory);
    const port = options.port === 0 ? (remembered?.port ?? 0) : options.port;
    const until = performance.now() + (remembered === undefined ? 0 : PORT_PATIENCE_MS);
    for (;;) {
        try {
            await listenAndLeave(options, { script, port });
            return await waitFor(options, 'the supervisor did not start', () => true);
        }
        catch (error) {
            // The socket may be held for a moment by a worker whose guardian died: it is bringing up another, or is about to end.
            const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .readStatus */ .rk)(options.directory, options.signal);
            if (found !== undefined)
                return found.status;
            if (performance.now() > until || !isBusy(error))
                throw error;
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(100, undefined, { signal: options.signal });
        }
    }
}
function isBusy(error) {
    return error instanceof _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om && (0,_exec_error_code_js__WEBPACK_IMPORTED_MODULE_13__/* .errorCode */ .C)(error.cause) === 'EADDRINUSE';
}
/**
 * Listens, starts the guardian with the socket and closes it here, all in one turn of the event loop: this process never accepts.
 * The place is written before the guardian can read it.
 */
function listenAndLeave(options, at) {
    return new Promise((resolve, reject) => {
        const server = (0,node_net__WEBPACK_IMPORTED_MODULE_2__.createServer)();
        server.once('error', (error) => reject(portError(error, options.host, at.port)));
        server.listen({ port: at.port, host: options.host, backlog: 1024 }, () => {
            try {
                const address = server.address();
                const port = typeof address === 'object' && address !== null ? address.port : 0;
                const { directory, service, environment, host } = options;
                const place = { schema: 1, service, environment, host, port, socket: (0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .socketPath */ .Xy)(directory) };
                (0,_durable_file_js__WEBPACK_IMPORTED_MODULE_7__/* .replaceFile */ .f)((0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .placeFile */ .af)(directory), JSON.stringify(place));
                const log = (0,_instance_log_js__WEBPACK_IMPORTED_MODULE_9__/* .openLog */ .Ne)((0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .supervisorLog */ .T0)(directory));
                const child = (0,node_child_process__WEBPACK_IMPORTED_MODULE_0__.spawn)(process.execPath, [at.script, 'guardian', directory], { cwd: directory, detached: true, env: (0,_environment_js__WEBPACK_IMPORTED_MODULE_14__/* .minimalEnvironment */ .n)(process.env), stdio: ['ignore', log, log, descriptorOf(server)] });
                (0,node_fs__WEBPACK_IMPORTED_MODULE_1__.closeSync)(log);
                child.once('error', (error) => reject(new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({ code: 'target_unreachable', message: `the supervisor could not be started: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`, cause: error })));
                child.unref();
                resolve();
            }
            catch (error) {
                reject(error instanceof Error ? error : new Error((0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)));
            }
            finally {
                server.close();
            }
        });
    });
}
/** The descriptor of a listening socket, which Node keeps in the handle that `listen` takes as well. */
function descriptorOf(server) {
    const handle = Reflect.get(server, '_handle');
    const descriptor = typeof handle === 'object' && handle !== null ? Reflect.get(handle, 'fd') : undefined;
    if (typeof descriptor === 'number' && descriptor >= 0)
        return descriptor;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({ code: 'target_unreachable', message: `the process target cannot pass a listening socket on under ${process.platform}`, remedy: 'Use it on Linux or macOS.' });
}
function portError(error, host, port) {
    const busy = (0,_exec_error_code_js__WEBPACK_IMPORTED_MODULE_13__/* .errorCode */ .C)(error) === 'EADDRINUSE';
    return new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({
        code: 'target_unreachable',
        message: busy ? `port ${port} on ${host} is used by another program` : `cannot listen on ${host}:${port}: ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_5__/* .messageOf */ .bD)(error)}`,
        remedy: busy ? `Stop that program (\`ss -ltnp 'sport = :${port}'\` names it), or set another \`port\` for this target.` : 'Set a `host` of this machine and a `port` that you may use.',
        cause: error,
    });
}
async function waitFor(options, failure, isDone) {
    const until = performance.now() + START_LIMIT_MS;
    for (;;) {
        const found = await (0,_client_js__WEBPACK_IMPORTED_MODULE_6__/* .readStatus */ .rk)(options.directory, options.signal);
        if (found !== undefined && isDone(found.status))
            return found.status;
        if (performance.now() > until) {
            throw new _errors_js__WEBPACK_IMPORTED_MODULE_5__/* .AdapterError */ .om({ code: 'target_unreachable', message: `${failure} within ${START_LIMIT_MS / 1000} s`, remedy: `Read ${(0,_places_js__WEBPACK_IMPORTED_MODULE_10__/* .supervisorLog */ .T0)(options.directory)}.` });
        }
        await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_4__.setTimeout)(50, undefined, { signal: options.signal });
    }
}


/***/ }),

/***/ 77:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  g: () => (/* binding */ stopProcess)
});

// EXTERNAL MODULE: external "node:timers/promises"
var promises_ = __nccwpck_require__(500);
// EXTERNAL MODULE: ./build/src/adapters/exec/error-code.js
var error_code = __nccwpck_require__(916);
;// CONCATENATED MODULE: ./build/src/adapters/exec/process-group.js


/** Sends a signal to every process of a group; false when no such process is left. */
function signalGroup(leader, signal) {
    try {
        process.kill(-leader, signal);
        return true;
    }
    catch (error) {
        // EPERM: some member changed its user, so the group still lives.
        return (0,error_code/* errorCode */.C)(error) === 'EPERM';
    }
}
/** Asks a group to end with SIGTERM and ends it with SIGKILL after `graceMs` (FAULTS D17, I30). Returns when it is gone or was killed. */
async function endGroup(leader, graceMs) {
    if (!signalGroup(leader, 'SIGTERM'))
        return;
    const until = performance.now() + graceMs;
    while (performance.now() < until) {
        await sleep(20);
        if (!signalGroup(leader, 0))
            return;
    }
    signalGroup(leader, 'SIGKILL');
}

// EXTERNAL MODULE: ./build/src/adapters/targets/process/identity.js
var process_identity = __nccwpck_require__(923);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/stop-process.js



/** Time a process may take to end after SIGTERM: what it was given to drain, within these limits, milliseconds. */
const LEAST_GRACE_MS = 1_000;
const MOST_GRACE_MS = 10_000;
/**
 * Ends a process and its group: SIGTERM, then SIGKILL (FAULTS I30). A number that has gone to another process in the meantime is left
 * alone (I32). Returns when the process is gone.
 */
async function stopProcess(identity, drainMs) {
    const until = performance.now() + Math.min(MOST_GRACE_MS, Math.max(LEAST_GRACE_MS, drainMs));
    if (!signalOwnGroup(identity, 'SIGTERM'))
        return;
    while ((0,process_identity/* lives */.i2)(identity)) {
        if (performance.now() >= until)
            break;
        await (0,promises_.setTimeout)(20);
    }
    // Also when the leader has ended: what it started must not outlive it (invariant I12).
    signalOwnGroup(identity, 'SIGKILL');
    while ((0,process_identity/* lives */.i2)(identity))
        await (0,promises_.setTimeout)(20);
}
function signalOwnGroup(identity, signal) {
    return !(0,process_identity/* isForeign */.jq)(identity) && signalGroup(identity.pid, signal);
}


/***/ }),

/***/ 512:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   l: () => (/* binding */ stopSupervisor)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(500);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(406);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(70);
/* harmony import */ var _durable_file_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(189);
/* harmony import */ var _identity_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(923);
/* harmony import */ var _places_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(478);
/* harmony import */ var _stop_process_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(77);







/** How long draining and stopping everything may take, milliseconds. */
const LIMIT_MS = 120_000;
/**
 * Stops a target: its releases are drained and ended, then the supervisor ends. What was wanted stays written down, so the next
 * deployment brings it back. Idempotent. Processes that a killed supervisor left are ended too (invariant I12).
 */
async function stopSupervisor(directory) {
    const signal = AbortSignal.timeout(LIMIT_MS);
    const running = await (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .readStatus */ .rk)(directory, signal).catch(() => undefined);
    if (running !== undefined && (await (0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .askToStop */ .Z$)(directory, signal))) {
        while ((0,_client_js__WEBPACK_IMPORTED_MODULE_2__/* .isSupervised */ .Nh)(directory)) {
            if (signal.aborted)
                throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .AdapterError */ .om({ code: 'target_unreachable', message: `the supervisor of ${directory} did not stop`, remedy: `End the process ${running.status.guardian}.` });
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(20);
        }
    }
    const saved = (0,_places_js__WEBPACK_IMPORTED_MODULE_5__/* .readSaved */ .Sy)(directory);
    if (saved === undefined)
        return;
    const left = saved.processes.filter((process) => (0,_identity_js__WEBPACK_IMPORTED_MODULE_4__/* .lives */ .i2)(process.identity));
    await Promise.all(left.map((process) => (0,_stop_process_js__WEBPACK_IMPORTED_MODULE_6__/* .stopProcess */ .g)(process.identity, process.drainMs)));
    (0,_durable_file_js__WEBPACK_IMPORTED_MODULE_3__/* .replaceFile */ .f)((0,_places_js__WEBPACK_IMPORTED_MODULE_5__/* .stateFile */ .Ed)(directory), JSON.stringify({ ...saved, processes: [] }));
}


/***/ }),

/***/ 353:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  W: () => (/* binding */ runWorker)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __nccwpck_require__(421);
// EXTERNAL MODULE: external "node:http"
var external_node_http_ = __nccwpck_require__(67);
// EXTERNAL MODULE: external "node:net"
var external_node_net_ = __nccwpck_require__(30);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __nccwpck_require__(24);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/json-http.js
var json_http = __nccwpck_require__(260);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/protocol.js
var protocol = __nccwpck_require__(673);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/control.js




/** How often it is checked that the socket is still there, milliseconds: sweepers of temporary directories remove old ones. */
const KEEP_MS = 2_000;
/** The supervisor's control API on a unix socket that only its owner can open (0600). */
function control(path, routes) {
    let server;
    let keeper;
    const listen = async () => {
        (0,external_node_fs_.rmSync)(path, { force: true });
        const fresh = (0,external_node_http_.createServer)((request, response) => {
            void serve(routes, request, response);
        });
        fresh.on('error', () => undefined);
        // The socket must never exist with wider permissions, not even for a moment.
        const before = process.umask(0o177);
        try {
            await new Promise((resolve, reject) => {
                fresh.once('error', reject);
                fresh.listen(path, resolve);
                process.umask(before);
            });
        }
        finally {
            process.umask(before);
        }
        server = fresh;
    };
    return {
        async open() {
            await listen();
            keeper = setInterval(() => {
                if ((0,external_node_fs_.existsSync)(path))
                    return;
                server?.close();
                listen().catch((error) => console.error(`control socket: ${String(error)}`));
            }, KEEP_MS);
        },
        async close() {
            clearInterval(keeper);
            const open = server;
            server = undefined;
            if (open === undefined)
                return;
            await new Promise((resolve) => {
                open.close(() => resolve());
            });
        },
    };
}
async function serve(routes, request, response) {
    try {
        const route = routes[`${request.method ?? ''} ${request.url ?? ''}`];
        if (route === undefined) {
            (0,json_http/* answerJson */.hi)(response, 404, { code: 'unknown', message: 'there is no such question' });
            return;
        }
        const { status, value } = route(request.method === 'GET' ? undefined : await (0,json_http/* readJson */.Vh)(request));
        (0,json_http/* answerJson */.hi)(response, status, value);
    }
    catch (error) {
        const isTheirs = error instanceof protocol/* ProtocolError */.bd || error instanceof SyntaxError;
        (0,json_http/* answerJson */.hi)(response, isTheirs ? 400 : 500, { code: isTheirs ? 'malformed' : 'failed', message: error instanceof Error ? error.message : String(error) });
    }
}

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __nccwpck_require__(598);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/counters.js

/** A meter with these bounds, in milliseconds. */
function meter(boundsMs) {
    const tallies = new Map();
    const tallyOf = (digest) => {
        const known = tallies.get(digest);
        if (known !== undefined)
            return known;
        const fresh = { requests: 0, errors: 0, over: boundsMs.map(() => 0), latencySumMs: 0 };
        tallies.set(digest, fresh);
        return fresh;
    };
    return {
        epoch: (0,external_node_crypto_.randomUUID)(),
        boundsMs,
        count(digest, latencyMs, isError) {
            const tally = tallyOf(digest);
            tally.requests += 1;
            if (isError)
                tally.errors += 1;
            tally.latencySumMs += latencyMs;
            tally.over = tally.over.map((count, index) => count + (latencyMs > (boundsMs[index] ?? Infinity) ? 1 : 0));
        },
        countBroken(digest) {
            const tally = tallyOf(digest);
            tally.errors = Math.min(tally.requests, tally.errors + 1);
        },
        read(digest) {
            const tally = tallyOf(digest);
            return { requests: tally.requests, errors: tally.errors, over: [...tally.over], latencySumMs: tally.latencySumMs };
        },
        forget(keep) {
            for (const digest of tallies.keys())
                if (!keep.has(digest))
                    tallies.delete(digest);
        },
    };
}
/** Picks one of the weighted by a draw from [0, 1): independent draws with the exact weights are what the judge assumes (JUDGE.md). */
function drawWeighted(weighted, draw) {
    const total = weighted.reduce((sum, each) => sum + each.weight, 0);
    let left = draw * total;
    for (const each of weighted) {
        if (left < each.weight)
            return each;
        left -= each.weight;
    }
    // Rounding may leave a hair after the last one.
    return weighted.findLast((each) => each.weight > 0);
}

// EXTERNAL MODULE: ./build/src/adapters/targets/process/durable-file.js
var durable_file = __nccwpck_require__(189);
// EXTERNAL MODULE: ./build/src/domain/artifact/digest.js + 1 modules
var digest = __nccwpck_require__(497);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/identity.js
var process_identity = __nccwpck_require__(923);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/instance-log.js
var instance_log = __nccwpck_require__(553);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __nccwpck_require__(760);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/environment.js
var environment = __nccwpck_require__(872);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/readiness.js


/** Instances listen here; only the proxy is public. */
const INSTANCE_HOST = '127.0.0.1';
/** Whether the instance answers its readiness path with 2xx, or accepts a connection when there is no such path. */
function isAnswering(port, ready, limitMs) {
    return new Promise((resolve) => {
        const signal = AbortSignal.timeout(limitMs);
        if (ready === undefined) {
            const socket = (0,external_node_net_.connect)({ port, host: INSTANCE_HOST });
            const end = (answer) => {
                socket.destroy();
                resolve(answer);
            };
            signal.addEventListener('abort', () => end(false), { once: true });
            socket.once('connect', () => end(true));
            socket.on('error', () => end(false));
            return;
        }
        const request = (0,external_node_http_.get)({ host: INSTANCE_HOST, port, path: ready, agent: false, signal }, (response) => {
            const status = response.statusCode ?? 0;
            resolve(status >= 200 && status < 300);
            response.destroy();
        });
        request.on('error', () => resolve(false));
    });
}
/** A free port, none of `taken`. Someone else may take it before it is used; the instance then ends and is started on another. */
async function freePort(taken) {
    for (;;) {
        const port = await new Promise((resolve, reject) => {
            const server = (0,external_node_net_.createServer)();
            server.once('error', reject);
            server.listen(0, INSTANCE_HOST, () => {
                const address = server.address();
                server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))));
            });
        });
        if (!taken.has(port))
            return port;
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/slot.js

/** Ends in a row, each soon after the start, from which an instance counts as crash-looping. */
const CRASH_LOOP = 3;
/** Idle connections to an instance are given up before most servers do (Node: 5 s), so that a request rarely meets a closing one. */
function upstreamAgent() {
    return new external_node_http_.Agent({ keepAlive: true, maxFreeSockets: 64, timeout: 4_000 });
}
/** Whether it ended so often that it will not come up by itself. */
function isCrashLooping(slot) {
    return slot.crashes >= CRASH_LOOP;
}
/** How an instance is, for people and for the gate. */
function healthOf(slot) {
    if (slot.running?.isReady === true)
        return slot.running.failedProbes >= 3 ? 'unhealthy' : 'healthy';
    if (slot.isStopping)
        return 'stopped';
    return isCrashLooping(slot) ? 'unhealthy' : 'starting';
}
/** Pause before the next start, milliseconds: at once the first time, then doubling up to ten seconds. */
function backoffMs(crashes) {
    return crashes <= 1 ? 20 : Math.min(10_000, 200 * 2 ** (crashes - 2));
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/launch.js








/**
 * Starts a process of a release in a session of its own, with its output in files, so that it outlives a crash of the supervisor.
 * Returns what is wrong when it cannot be started at all.
 */
function launch(slot, port) {
    const log = (0,external_node_path_.join)(slot.run.logs, `${slot.id}.log`);
    const [program, ...args] = slot.run.argv;
    const output = (0,instance_log/* openLog */.Ne)(log);
    const child = (0,external_node_child_process_.spawn)(program, args, {
        cwd: slot.run.cwd,
        detached: true,
        stdio: ['ignore', output, output],
        env: {
            ...(0,environment/* minimalEnvironment */.n)(process.env),
            ...slot.run.env,
            PORT: String(port),
            HOST: INSTANCE_HOST,
            RELEASE_DIGEST: slot.digest,
            RELEASE_VERSION: slot.version,
        },
    });
    (0,external_node_fs_.closeSync)(output);
    const why = new Promise((resolve) => child.on('error', (error) => resolve(`cannot be started: ${error.message}`)));
    const identity = child.pid === undefined ? undefined : (0,process_identity/* identityOf */.cu)(child.pid);
    if (identity !== undefined) {
        child.unref();
        return { ok: true, running: { identity, port, log, since: performance.now(), child, agent: upstreamAgent(), isReady: false, failedProbes: 0, inFlight: 0 } };
    }
    // It may have ended before it could be looked at.
    const ended = new Promise((resolve) => child.once('exit', (code, signal) => resolve(exitText(code, signal))));
    return { ok: false, why: Promise.race([why, ended]) };
}
/** How a process ended, for people. */
function exitText(code, signal) {
    return signal === null ? `exit code ${code ?? 'unknown'}` : `killed by ${signal}`;
}

// EXTERNAL MODULE: ./build/src/adapters/targets/process/stop-process.js + 1 modules
var stop_process = __nccwpck_require__(77);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/fleet.js
// The processes of all releases: as many as are wanted, restarted when they end, found again after a crash of the supervisor.








/** Pause between questions to an instance that starts, and to one that is ready, milliseconds. */
const STARTING_POLL_MS = 40;
const READY_POLL_MS = 2_000;
/** How long it must be ready before its earlier crashes are forgotten, milliseconds. */
const STEADY_MS = 30_000;
/** A fleet without processes. `changed` is called, synchronously, whenever what `saved` returns has changed. */
function fleet(changed) {
    const slots = [];
    const turns = new Map();
    let isLetGo = false;
    const launchInto = (slot, port) => {
        const launched = launch(slot, port);
        if (!launched.ok) {
            void launched.why.then((why) => ended(slot, why));
            return;
        }
        const { running } = launched;
        slot.running = running;
        running.child?.once('exit', (code, signal) => {
            if (slot.running === running)
                ended(slot, exitText(code, signal));
        });
        changed();
        poll(slot, running, STARTING_POLL_MS);
    };
    const start = async (slot) => {
        const taken = new Set(slots.flatMap((each) => (each.running === undefined ? [] : [each.running.port])));
        const port = await freePort(taken);
        if (isLetGo || slot.isStopping || slot.running !== undefined)
            return;
        launchInto(slot, port);
    };
    const startSoon = (slot, ms) => {
        clearTimeout(slot.timer);
        slot.timer = setTimeout(() => {
            start(slot).catch((error) => ended(slot, String(error)));
        }, ms);
    };
    /** The process of a slot is gone, or never came. */
    const ended = (slot, how) => {
        if (isLetGo)
            return;
        const { running } = slot;
        clearTimeout(slot.timer);
        delete slot.running;
        running?.agent.destroy();
        slot.lastExit = how;
        // Its children must not outlive it, nor hold its port.
        if (running !== undefined)
            void (0,stop_process/* stopProcess */.g)(running.identity, 0);
        if (slot.isStopping) {
            remove(slot);
            return;
        }
        const wasSteady = running?.readySince !== undefined && performance.now() - running.readySince >= STEADY_MS;
        slot.crashes = wasSteady ? 1 : slot.crashes + 1;
        slot.restarts += 1;
        changed();
        startSoon(slot, backoffMs(slot.crashes));
    };
    const remove = (slot) => {
        const at = slots.indexOf(slot);
        if (at >= 0)
            slots.splice(at, 1);
        changed();
    };
    const poll = (slot, running, ms) => {
        if (isLetGo || slot.isStopping || slot.running !== running)
            return;
        clearTimeout(slot.timer);
        slot.timer = setTimeout(() => {
            void look(slot, running);
        }, ms);
    };
    const look = async (slot, running) => {
        if (running.child === undefined && !(0,process_identity/* lives */.i2)(running.identity)) {
            if (slot.running === running)
                ended(slot, 'it ended while nobody watched');
            return;
        }
        (0,instance_log/* capLog */.L6)(running.log);
        // Without a readiness path nothing can be asked of an instance that accepts connections already.
        const isAsked = !running.isReady || slot.run.ready !== undefined;
        const answers = !isAsked || (await isAnswering(running.port, slot.run.ready, running.isReady ? 5_000 : 2_000));
        if (isLetGo || slot.running !== running)
            return;
        if (answers) {
            running.failedProbes = 0;
            if (!running.isReady) {
                running.isReady = true;
                running.readySince = performance.now();
                changed();
            }
            else if (running.readySince !== undefined && performance.now() - running.readySince >= STEADY_MS)
                slot.crashes = 0;
        }
        else if (running.isReady)
            running.failedProbes += 1;
        else if (performance.now() - running.since > slot.run.startLimitMs) {
            slot.lastExit = `it was not ready within ${slot.run.startLimitMs / 1000} s`;
            await (0,stop_process/* stopProcess */.g)(running.identity, 0);
            if (slot.running === running)
                ended(slot, slot.lastExit);
            return;
        }
        poll(slot, running, running.isReady ? READY_POLL_MS : STARTING_POLL_MS);
    };
    const stop = async (slot) => {
        slot.isStopping = true;
        clearTimeout(slot.timer);
        const { running } = slot;
        changed();
        if (running === undefined) {
            remove(slot);
            return;
        }
        const until = performance.now() + slot.run.drainMs;
        while (running.inFlight > 0 && slot.running === running && performance.now() < until)
            await new Promise((resolve) => setTimeout(resolve, 20));
        if (isLetGo)
            return;
        running.agent.destroy();
        await (0,stop_process/* stopProcess */.g)(running.identity, slot.run.drainMs);
        if (slots.includes(slot))
            remove(slot);
    };
    const active = (digest) => slots.filter((slot) => slot.digest === digest && !slot.isStopping);
    const add = (release) => {
        const slot = { id: `${(0,digest/* shortDigest */.V)(release.digest)}-${(0,external_node_crypto_.randomUUID)().slice(0, 8)}`, digest: release.digest, version: release.version, run: release.run, restarts: 0, crashes: 0, isStopping: false };
        slots.push(slot);
        return slot;
    };
    return {
        want(releases) {
            for (const release of releases) {
                const have = active(release.digest);
                for (const slot of have)
                    slot.run = release.run;
                for (let missing = release.instances - have.length; missing > 0; missing -= 1)
                    startSoon(add(release), 0);
                // The ones that serve stay.
                const byUse = [...have].sort((a, b) => Number(healthOf(b) === 'healthy') - Number(healthOf(a) === 'healthy'));
                for (const slot of byUse.slice(release.instances))
                    void stop(slot);
            }
            const wanted = new Set(releases.map((release) => release.digest));
            for (const slot of slots.filter((each) => !each.isStopping && !wanted.has(each.digest)))
                void stop(slot);
        },
        adopt(saved, wanted) {
            for (const each of saved.filter((process) => (0,process_identity/* lives */.i2)(process.identity))) {
                const release = wanted.find((candidate) => candidate.digest === each.digest);
                if (release === undefined || each.isStopping) {
                    // Nobody asks it any more: the requests it had were the crashed supervisor's.
                    const run = { argv: ['-'], env: {}, cwd: '', logs: '', startLimitMs: 0, drainMs: each.drainMs };
                    const slot = { id: each.slot, digest: each.digest, version: '', run, restarts: each.restarts, crashes: 0, isStopping: true, running: adopted(each) };
                    slots.push(slot);
                    void stop(slot);
                    continue;
                }
                const slot = { id: each.slot, digest: each.digest, version: release.version, run: release.run, restarts: each.restarts, crashes: 0, isStopping: false, running: adopted(each) };
                slots.push(slot);
                if (slot.running !== undefined)
                    poll(slot, slot.running, 0);
            }
        },
        pick(digest, not) {
            const running = active(digest).flatMap((slot) => (slot.running?.isReady === true && !not.has(slot.running) ? [{ slot, running: slot.running }] : []));
            const healthy = running.filter(({ slot }) => healthOf(slot) === 'healthy');
            // When none is healthy, asking one that lives still tells more than refusing.
            const usable = healthy.length > 0 ? healthy : running;
            const turn = (turns.get(digest) ?? 0) + 1;
            turns.set(digest, turn);
            return usable[turn % usable.length]?.running;
        },
        suspect(running) {
            const slot = slots.find((each) => each.running === running);
            if (slot !== undefined)
                poll(slot, running, 0);
        },
        status(digest) {
            return active(digest).map((slot) => ({
                id: slot.id,
                ...(slot.running === undefined ? {} : { pid: slot.running.identity.pid, address: `http://${INSTANCE_HOST}:${slot.running.port}`, ...(0,process_identity/* usageOf */.Fs)(slot.running.identity.pid) }),
                health: healthOf(slot),
                restarts: slot.restarts,
                isCrashLooping: isCrashLooping(slot),
                ...(slot.lastExit === undefined ? {} : { lastExit: slot.lastExit }),
                log: slot.running?.log ?? `${slot.run.logs}/${slot.id}.log`,
            }));
        },
        stopping: () => slots.filter((slot) => slot.isStopping).map((slot) => slot.digest),
        saved: () => slots.flatMap((slot) => {
            const { running } = slot;
            if (running === undefined)
                return [];
            const { identity, port, log, isReady } = running;
            return [{ slot: slot.id, digest: slot.digest, identity, port, log, isReady, restarts: slot.restarts, isStopping: slot.isStopping, drainMs: slot.run.drainMs }];
        }),
        letGo() {
            isLetGo = true;
            for (const slot of slots)
                clearTimeout(slot.timer);
        },
    };
}
function adopted(saved) {
    const { identity, port, log, isReady } = saved;
    return { identity, port, log, since: performance.now(), agent: upstreamAgent(), isReady, failedProbes: 0, inFlight: 0, ...(isReady ? { readySince: performance.now() } : {}) };
}

// EXTERNAL MODULE: ./build/src/adapters/targets/process/guardian.js
var guardian = __nccwpck_require__(878);
// EXTERNAL MODULE: ./build/src/adapters/targets/process/places.js + 1 modules
var places = __nccwpck_require__(478);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/headers.js
/** Headers that belong to one connection and are never passed on (RFC 9110, 7.6.1), with the old ones that mean the same. */
const HOP_BY_HOP = new Set(['connection', 'keep-alive', 'proxy-connection', 'proxy-authenticate', 'proxy-authorization', 'te', 'trailer', 'transfer-encoding', 'upgrade']);
function endToEnd(message) {
    const named = new Set((message.headers.connection ?? '').split(',').map((name) => name.trim().toLowerCase()));
    const kept = Object.entries(message.headersDistinct).flatMap(([name, values]) => {
        if (values === undefined || HOP_BY_HOP.has(name) || named.has(name))
            return [];
        const [first, ...others] = values;
        return first === undefined ? [] : [[name, others.length === 0 ? first : values]];
    });
    return Object.fromEntries(kept);
}
/** Whether a body follows the request's headers. */
function hasBody(request) {
    return request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
}
/** Headers of a request as the release gets them. What an outer proxy said about the client is kept and added to. */
function requestHeaders(request) {
    const headers = endToEnd(request);
    // The body is asked for by us already.
    delete headers['expect'];
    const client = request.socket.remoteAddress ?? 'unknown';
    const before = request.headers['x-forwarded-for'];
    headers['x-forwarded-for'] = before === undefined ? client : `${String(before)}, ${client}`;
    headers['x-forwarded-proto'] ??= 'http';
    const { host } = request.headers;
    if (host !== undefined)
        headers['x-forwarded-host'] ??= host;
    if (request.headers['transfer-encoding'] !== undefined)
        headers['transfer-encoding'] = 'chunked';
    return headers;
}
/** Headers of an answer as the client gets them. */
function responseHeaders(response) {
    return endToEnd(response);
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/proxy.js
// The weighted proxy: every request draws its release, every release takes its instances in turn.




/** How often one request may be sent to another instance because the one before could not have answered it. */
const MOST_RETRIES = 3;
/** Methods that may be repeated (RFC 9110, 9.2.2). */
const IDEMPOTENT = new Set(['GET', 'HEAD', 'OPTIONS', 'TRACE', 'PUT', 'DELETE']);
/** The release of one request. */
function drawRelease(options) {
    return drawWeighted(options.releases(), Math.random())?.digest;
}
/**
 * Answers one request from the release it draws. It is counted against that release whatever happens: with the time until the answer
 * began; as an error when the status is 5xx or no answer came. A client that leaves is not an error of the release.
 */
function proxyRequest(options, request, response) {
    const digest = drawRelease(options);
    if (options.isLeaving())
        response.setHeader('connection', 'close');
    if (digest === undefined) {
        refuse(response, 503, 'no release is deployed here');
        return;
    }
    const from = performance.now();
    let isCounted = false;
    const count = (isError) => {
        if (isCounted)
            return;
        isCounted = true;
        options.meter().count(digest, performance.now() - from, isError);
    };
    response.once('close', () => {
        if (!response.writableFinished)
            count(false);
    });
    forward(options, { request, response, digest, count, tried: new Set() });
}
function forward(options, exchange) {
    const { request, response, digest, count, tried } = exchange;
    const running = options.fleet.pick(digest, tried);
    if (running === undefined) {
        count(true);
        refuse(response, tried.size === 0 ? 503 : 502, tried.size === 0 ? 'no instance of the release is ready' : 'no instance of the release answered');
        return;
    }
    tried.add(running);
    const method = request.method ?? 'GET';
    const carriesBody = hasBody(request);
    // Only what may be repeated goes over a connection that was used before: one that has just been closed by the other side cannot be
    // told from one whose request was lost.
    const mayRepeat = IDEMPOTENT.has(method) && !carriesBody;
    const upstream = (0,external_node_http_.request)({
        host: INSTANCE_HOST,
        port: running.port,
        method,
        path: request.url ?? '/',
        headers: requestHeaders(request),
        agent: mayRepeat ? running.agent : false,
        timeout: options.upstreamTimeoutMs(),
        setHost: false,
    });
    let isConnected = false;
    let isAnswered = false;
    let isTimedOut = false;
    running.inFlight += 1;
    upstream.once('close', () => {
        running.inFlight -= 1;
    });
    upstream.once('socket', (socket) => {
        const begin = () => {
            isConnected = true;
            if (carriesBody)
                request.pipe(upstream);
            else
                upstream.end();
        };
        // The body is not touched before there is a connection, so that a refused one can be tried elsewhere.
        if (socket.connecting)
            socket.once('connect', begin);
        else
            begin();
    });
    upstream.once('timeout', () => {
        isTimedOut = true;
        upstream.destroy(new Error('timeout'));
    });
    upstream.once('response', (answer) => {
        isAnswered = true;
        upstream.setTimeout(0);
        const status = answer.statusCode ?? 502;
        count(status >= 500);
        if (response.destroyed) {
            upstream.destroy();
            return;
        }
        response.writeHead(status, answer.statusMessage, responseHeaders(answer));
        answer.pipe(response);
        answer.once('error', () => undefined);
        answer.once('close', () => {
            if (answer.complete)
                return;
            if (!response.destroyed && status < 500)
                options.meter().countBroken(digest);
            // Half an answer must not look whole.
            response.destroy();
        });
    });
    upstream.on('error', () => {
        if (isAnswered || response.destroyed)
            return;
        options.fleet.suspect(running);
        const isRepeatable = !isConnected || (mayRepeat && upstream.reusedSocket);
        if (!isTimedOut && isRepeatable && tried.size <= MOST_RETRIES) {
            forward(options, exchange);
            return;
        }
        count(true);
        refuse(response, isTimedOut ? 504 : 502, isTimedOut ? 'the release did not answer in time' : 'the release gave no answer');
    });
    response.once('close', () => {
        if (!response.writableFinished)
            upstream.destroy();
    });
}
function refuse(response, status, why) {
    if (response.destroyed || response.headersSent)
        return;
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', 'x-flowspec-proxy': 'refused' });
    response.end(`${why}\n`);
}

// EXTERNAL MODULE: ./build/src/adapters/targets/process/script.js
var process_script = __nccwpck_require__(774);
;// CONCATENATED MODULE: ./build/src/adapters/targets/process/upgrade.js




/** Passes a protocol upgrade (a WebSocket) through: after the 101 both sides are joined until either closes. */
function proxyUpgrade(options, request, client, head) {
    const digest = drawRelease(options);
    client.on('error', () => client.destroy());
    const running = digest === undefined ? undefined : options.fleet.pick(digest, new Set());
    const from = performance.now();
    if (digest === undefined || running === undefined) {
        if (digest !== undefined)
            options.meter().count(digest, 0, true);
        client.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return;
    }
    const headers = { ...requestHeaders(request), connection: 'Upgrade', upgrade: request.headers.upgrade ?? '' };
    const upstream = (0,external_node_http_.request)({ host: INSTANCE_HOST, port: running.port, method: request.method ?? 'GET', path: request.url ?? '/', headers, agent: false, setHost: false, timeout: options.upstreamTimeoutMs() });
    running.inFlight += 1;
    let isOpen = true;
    const release = () => {
        if (isOpen)
            running.inFlight -= 1;
        isOpen = false;
    };
    const refuse = () => {
        release();
        // A client that left is not an error of the release.
        if (client.destroyed)
            return;
        options.meter().count(digest, performance.now() - from, true);
        client.end('HTTP/1.1 502 Bad Gateway\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
    };
    client.once('close', () => upstream.destroy());
    upstream.once('timeout', () => upstream.destroy(new Error('timeout')));
    upstream.once('error', refuse);
    upstream.once('upgrade', (answer, server, rest) => {
        options.meter().count(digest, performance.now() - from, false);
        client.write(headOf(answer));
        if (rest.length > 0)
            client.write(rest);
        if (head.length > 0)
            server.write(head);
        server.on('error', () => client.destroy());
        server.once('close', () => {
            release();
            client.destroy();
        });
        client.once('close', () => server.destroy());
        server.setTimeout(0);
        server.pipe(client);
        client.pipe(server);
    });
    upstream.once('response', (answer) => {
        // The release does not want to upgrade; its answer is the client's.
        options.meter().count(digest, performance.now() - from, (answer.statusCode ?? 502) >= 500);
        answer.once('close', release);
        client.write(headOf(answer, 'close'));
        answer.pipe(client);
    });
    upstream.end();
}
/** The head of an answer as it came, byte for byte but for the connection's own headers. */
function headOf(answer, connection) {
    const lines = [`HTTP/1.1 ${answer.statusCode ?? 502} ${answer.statusMessage ?? ''}`];
    for (let index = 0; index + 1 < answer.rawHeaders.length; index += 2) {
        const name = answer.rawHeaders[index] ?? '';
        if (connection !== undefined && /^(connection|transfer-encoding|keep-alive)$/i.test(name))
            continue;
        lines.push(`${name}: ${answer.rawHeaders[index + 1] ?? ''}`);
    }
    if (connection !== undefined)
        lines.push(`Connection: ${connection}`);
    return `${lines.join('\r\n')}\r\n\r\n`;
}

;// CONCATENATED MODULE: ./build/src/adapters/targets/process/worker.js
// The worker accepts from the guardian's socket, proxies, supervises the releases and answers on the control socket.















/** Idle connections of clients are kept this long; while leaving, much shorter, milliseconds. */
const IDLE_MS = 65_000;
const LEAVING_IDLE_MS = 5_000;
/** How long a worker that leaves may take to finish the answers it has begun, milliseconds. */
const LEAVE_LIMIT_MS = 120_000;
const TICK_MS = 5_000;
/** Pause before a state that could not be written is written again, milliseconds. */
const SAVE_AGAIN_MS = 500;
/** Runs the worker of a directory: until it is replaced, stopped, or dies. Throws when the directory's files cannot be understood. */
async function runWorker(script, directory) {
    const place = (0,places/* readPlace */.yI)(directory);
    if (place === undefined)
        throw new Error(`${directory} has no place.json; it is written when the target is first used`);
    const before = (0,places/* readSaved */.Sy)(directory);
    const hash = (0,process_script/* scriptHash */.W)(script);
    let { fence, wanted } = before ?? { fence: 0, wanted: protocol/* NOTHING_WANTED */.EV };
    let counted = meter(wanted.boundsMs);
    /** While another worker takes over, nothing may be changed by this one. */
    let isFrozen = false;
    let isLeaving = false;
    let isStopping = false;
    let unsaved;
    const write = () => (0,durable_file/* replaceFile */.f)((0,places/* stateFile */.Ed)(directory), JSON.stringify({ schema: 1, fence, wanted, processes: instances.saved() }));
    /** A disk that is full must stop neither the traffic nor a rollback: what cannot be written now is written as soon as it can be. */
    const save = () => {
        if (isFrozen)
            return;
        clearTimeout(unsaved);
        try {
            write();
            unsaved = undefined;
        }
        catch (error) {
            if (unsaved === undefined)
                console.error(`${(0,places/* stateFile */.Ed)(directory)} could not be written, it is tried again: ${String(error)}`);
            unsaved = setTimeout(save, SAVE_AGAIN_MS);
        }
    };
    const instances = fleet(save);
    const options = {
        fleet: instances,
        releases: () => wanted.releases,
        meter: () => counted,
        upstreamTimeoutMs: () => wanted.upstreamTimeoutMs,
        isLeaving: () => isLeaving,
    };
    const http = (0,external_node_http_.createServer)({ keepAliveTimeout: IDLE_MS, requestTimeout: 0 }, (request, response) => proxyRequest(options, request, response));
    http.on('upgrade', (request, socket, head) => proxyUpgrade(options, request, socket, head));
    // A listener of our own, because closing an HTTP server also closes connections that a client is about to use.
    const clients = new Set();
    const listener = (0,external_node_net_.createServer)((socket) => {
        clients.add(socket);
        socket.once('close', () => clients.delete(socket));
        http.emit('connection', socket);
    });
    const status = () => ({
        protocol: protocol/* PROTOCOL */.nl,
        script: hash,
        pid: process.pid,
        guardian: process.ppid,
        at: Date.now(),
        epoch: counted.epoch,
        boundsMs: counted.boundsMs,
        upstreamTimeoutMs: wanted.upstreamTimeoutMs,
        fence,
        releases: wanted.releases.map((release) => ({ ...release, slots: instances.status(release.digest), counters: counted.read(release.digest) })),
        stopping: instances.stopping(),
    });
    const apply = (body) => {
        const change = (0,protocol/* parseChange */.q_)(body);
        if (change.fence < fence)
            return { status: 409, value: { code: 'fenced_out', message: `a change with fence ${change.fence} came after one with fence ${fence}` } };
        if (JSON.stringify(change.wanted.boundsMs) !== JSON.stringify(wanted.boundsMs))
            counted = meter(change.wanted.boundsMs);
        fence = change.fence;
        wanted = change.wanted;
        // On disk, if it can be, before any process is touched: a worker that dies now is followed by one that goes on.
        save();
        counted.forget(new Set(wanted.releases.map((release) => release.digest)));
        instances.want(wanted.releases);
        return { status: 200, value: status() };
    };
    const say = (message) => {
        if (process.connected)
            process.send?.(message, undefined, undefined, () => undefined);
    };
    /** Throws when the state cannot be written: whoever takes over would go on from an older one. */
    const freeze = async () => {
        write();
        clearTimeout(unsaved);
        isFrozen = true;
        await socket.close();
    };
    const thaw = async () => {
        isFrozen = false;
        await socket.open();
    };
    const handOver = (body) => {
        const to = typeof body === 'object' && body !== null && 'script' in body && typeof body.script === 'string' ? body.script : '';
        if (isFrozen)
            return { status: 503, value: { code: 'busy', message: 'another supervisor is taking over already' } };
        const wantedHash = (0,process_script/* scriptHash */.W)(to);
        write();
        setImmediate(() => void freeze().then(() => say({ kind: 'replace', script: to }), (error) => console.error(`not handed over: ${String(error)}`)));
        return { status: 202, value: { script: wantedHash } };
    };
    /** Accepts nothing more, finishes what it has, and ends. */
    const leave = async () => {
        isLeaving = true;
        instances.letGo();
        listener.close();
        http.keepAliveTimeout = LEAVING_IDLE_MS;
        const from = performance.now();
        while (clients.size > 0 && performance.now() - from < LEAVE_LIMIT_MS) {
            await new Promise((resolve) => setTimeout(resolve, 50));
            if (performance.now() - from > LEAVING_IDLE_MS)
                http.closeIdleConnections();
        }
        process.exit(0);
    };
    /** Stops every release and then itself; what is wanted stays written down, so that the next start brings it back. */
    const stopAll = async () => {
        if (isStopping)
            return;
        isStopping = true;
        save();
        const processes = (0,places/* stateFile */.Ed)(directory);
        instances.want([]);
        while (instances.saved().length > 0)
            await new Promise((resolve) => setTimeout(resolve, 20));
        clearTimeout(unsaved);
        try {
            (0,durable_file/* replaceFile */.f)(processes, JSON.stringify({ schema: 1, fence, wanted, processes: [] }));
        }
        catch (error) {
            console.error(`${processes} could not be written: ${String(error)}`);
        }
        await socket.close();
        say({ kind: 'stop' });
        // The message must be on its way before the end of this process is seen.
        setTimeout(() => process.exit(0), 50);
    };
    /** The guardian died: a new one with a new worker takes the socket over from this process. */
    const replaceGuardian = async () => {
        if (isFrozen || isStopping)
            return;
        try {
            await freeze();
        }
        catch (error) {
            console.error(`no guardian yet: ${String(error)}`);
            setTimeout(() => void replaceGuardian(), TICK_MS);
            return;
        }
        const child = (0,external_node_child_process_.spawn)(process.execPath, [script, 'guardian', directory], { cwd: directory, detached: true, stdio: ['ignore', 'inherit', 'inherit', guardian/* LISTENER */.Z, 'ipc'] });
        const retry = () => {
            if (isLeaving)
                return;
            void thaw().then(() => setTimeout(() => void replaceGuardian(), TICK_MS));
        };
        child.once('exit', retry);
        child.once('error', retry);
        child.on('message', (value) => {
            if ((0,guardian/* guardianMessage */.jz)(value)?.kind === 'ready')
                void leave();
        });
    };
    const socket = control(place.socket, {
        'GET /status': () => ({ status: 200, value: status() }),
        'POST /apply': (body) => (isFrozen || isStopping ? { status: 503, value: { code: 'busy', message: 'the supervisor is stopping' } } : apply(body)),
        'POST /handover': handOver,
        'POST /stop': () => {
            void stopAll();
            return { status: 202, value: {} };
        },
    });
    process.on('message', (value) => {
        const message = (0,guardian/* guardianMessage */.jz)(value);
        if (message?.kind === 'leave')
            void leave();
        else if (message?.kind === 'stay')
            void thaw();
        else if (message?.kind === 'stop')
            void stopAll();
    });
    process.on('disconnect', () => {
        if (!isLeaving)
            void replaceGuardian();
    });
    for (const signal of ['SIGHUP', 'SIGINT', 'SIGTERM'])
        process.on(signal, () => undefined);
    instances.adopt(before?.processes ?? [], wanted.releases);
    instances.want(wanted.releases);
    await new Promise((resolve, reject) => {
        listener.once('error', reject);
        listener.listen({ fd: guardian/* LISTENER */.Z }, resolve);
    });
    try {
        (0,durable_file/* replaceFile */.f)((0,places/* workerFile */.Tv)(directory), JSON.stringify((0,process_identity/* identityOf */.cu)(process.pid)));
    }
    catch (error) {
        console.error(`${(0,places/* workerFile */.Tv)(directory)} could not be written: ${String(error)}`);
    }
    await socket.open();
    setInterval(() => (0,instance_log/* capLog */.L6)((0,places/* supervisorLog */.T0)(directory)), TICK_MS).unref();
    say({ kind: 'ready' });
}


/***/ }),

/***/ 497:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {


// EXPORTS
__nccwpck_require__.d(__webpack_exports__, {
  m: () => (/* binding */ parseDigest),
  V: () => (/* binding */ shortDigest)
});

;// CONCATENATED MODULE: ./build/src/domain/problem.js
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

;// CONCATENATED MODULE: ./build/src/domain/artifact/digest.js

const DIGEST = /^sha256:[0-9a-f]{64}$/;
/** Parses a digest strictly: upper case, other algorithms, white space or a missing prefix are mistakes (FAULTS E13). */
function parseDigest(text) {
    if (DIGEST.test(text))
        return parsed(text);
    return mistaken({
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

/***/ 406:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __nccwpck_require__) => {

/* harmony export */ __nccwpck_require__.d(__webpack_exports__, {
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   om: () => (/* binding */ AdapterError)
/* harmony export */ });
/* unused harmony exports OperateError, ConfigError, StoppedError */
/** Base of every error this program throws on purpose: a closed code, a sentence, and what to do next. */
class OperateError extends Error {
    code;
    remedy;
    constructor(options) {
        super(options.message, options.cause === undefined ? undefined : { cause: options.cause });
        this.name = new.target.name;
        this.code = options.code;
        this.remedy = options.remedy;
    }
}
/** The user's mistake: every problem at once, each with place and remedy. Nothing has been changed when it is thrown. */
class ConfigError extends OperateError {
    problems;
    constructor(problems, code = 'bad_input') {
        super({ code, message: `${problems.length} problem${problems.length === 1 ? '' : 's'} in what was given`, remedy: problems[0].remedy });
        this.problems = problems;
    }
}
/** The world refused or failed: a program, a file, a network, a target. */
class AdapterError extends OperateError {
}
/** The run was told to stop (a signal, an abort, a lost lease). */
class StoppedError extends (/* unused pure expression or super */ null && (OperateError)) {
}
/** The message of anything thrown. */
function messageOf(error) {
    return error instanceof Error ? error.message : String(error);
}


/***/ }),

/***/ 43:
/***/ ((__webpack_module__, __unused_webpack___webpack_exports__, __nccwpck_require__) => {

__nccwpck_require__.a(__webpack_module__, async (__webpack_handle_async_dependencies__, __webpack_async_result__) => { try {
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __nccwpck_require__(760);
/* harmony import */ var _adapters_targets_process_guardian_js__WEBPACK_IMPORTED_MODULE_1__ = __nccwpck_require__(878);
/* harmony import */ var _adapters_targets_process_client_js__WEBPACK_IMPORTED_MODULE_2__ = __nccwpck_require__(70);
/* harmony import */ var _adapters_targets_process_places_js__WEBPACK_IMPORTED_MODULE_3__ = __nccwpck_require__(478);
/* harmony import */ var _adapters_targets_process_start_js__WEBPACK_IMPORTED_MODULE_4__ = __nccwpck_require__(249);
/* harmony import */ var _adapters_targets_process_stop_supervisor_js__WEBPACK_IMPORTED_MODULE_5__ = __nccwpck_require__(512);
/* harmony import */ var _adapters_targets_process_worker_js__WEBPACK_IMPORTED_MODULE_6__ = __nccwpck_require__(353);
// The supervisor of the process target: the guardian, its worker, and three commands for a person at the machine.







const [script = '', role, directory] = process.argv.slice(1);
if (role === 'guardian' && directory !== undefined) {
    (0,_adapters_targets_process_guardian_js__WEBPACK_IMPORTED_MODULE_1__/* .runGuardian */ .X3)(script, directory);
}
else if (role === 'worker' && directory !== undefined) {
    await (0,_adapters_targets_process_worker_js__WEBPACK_IMPORTED_MODULE_6__/* .runWorker */ .W)(script, directory);
}
else if (role === 'start' && directory !== undefined) {
    const place = (0,_adapters_targets_process_places_js__WEBPACK_IMPORTED_MODULE_3__/* .readPlace */ .yI)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(directory));
    if (place === undefined)
        throw new Error(`nothing was ever deployed into ${directory}`);
    await (0,_adapters_targets_process_start_js__WEBPACK_IMPORTED_MODULE_4__/* .ensureSupervisor */ .h)({ ...place, directory: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(directory), script: (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(script), signal: AbortSignal.timeout(60_000) });
}
else if (role === 'stop' && directory !== undefined) {
    await (0,_adapters_targets_process_stop_supervisor_js__WEBPACK_IMPORTED_MODULE_5__/* .stopSupervisor */ .l)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(directory));
}
else if (role === 'status' && directory !== undefined) {
    const found = await (0,_adapters_targets_process_client_js__WEBPACK_IMPORTED_MODULE_2__/* .readStatus */ .rk)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(directory), AbortSignal.timeout(15_000));
    console.log(JSON.stringify(found?.status ?? { releases: [] }, undefined, 2));
}
else {
    console.error('usage: supervisor status|start|stop <directory of the target>');
    process.exitCode = 2;
}

__webpack_async_result__();
} catch(e) { __webpack_async_result__(e); } }, 1);

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
/******/ 		__webpack_modules__[moduleId](module, module.exports, __nccwpck_require__);
/******/ 		threw = false;
/******/ 	} finally {
/******/ 		if(threw) delete __webpack_module_cache__[moduleId];
/******/ 	}
/******/ 
/******/ 	// Return the exports of the module
/******/ 	return module.exports;
/******/ }
/******/ 
/************************************************************************/
/******/ /* webpack/runtime/asset-relocator-loader */
/******/ if (typeof __nccwpck_require__ !== 'undefined') __nccwpck_require__.ab = decodeURIComponent(new URL('.', import.meta.url).pathname).slice(import.meta.url.match(/^file:\/\/\/\w:/) ? 1 : 0, -1) + "/";
/******/ 
/******/ /* webpack/runtime/async module */
/******/ (() => {
/******/ 	var webpackQueues = typeof Symbol === "function" ? Symbol("webpack queues") : "__webpack_queues__";
/******/ 	var webpackExports = typeof Symbol === "function" ? Symbol("webpack exports") : "__webpack_exports__";
/******/ 	var webpackError = typeof Symbol === "function" ? Symbol("webpack error") : "__webpack_error__";
/******/ 	var resolveQueue = (queue) => {
/******/ 		if(queue && queue.d < 1) {
/******/ 			queue.d = 1;
/******/ 			queue.forEach((fn) => (fn.r--));
/******/ 			queue.forEach((fn) => (fn.r-- ? fn.r++ : fn()));
/******/ 		}
/******/ 	}
/******/ 	var wrapDeps = (deps) => (deps.map((dep) => {
/******/ 		if(dep !== null && typeof dep === "object") {
/******/ 			if(dep[webpackQueues]) return dep;
/******/ 			if(dep.then) {
/******/ 				var queue = [];
/******/ 				queue.d = 0;
/******/ 				dep.then((r) => {
/******/ 					obj[webpackExports] = r;
/******/ 					resolveQueue(queue);
/******/ 				}, (e) => {
/******/ 					obj[webpackError] = e;
/******/ 					resolveQueue(queue);
/******/ 				});
/******/ 				var obj = {};
/******/ 				obj[webpackQueues] = (fn) => (fn(queue));
/******/ 				return obj;
/******/ 			}
/******/ 		}
/******/ 		var ret = {};
/******/ 		ret[webpackQueues] = x => {};
/******/ 		ret[webpackExports] = dep;
/******/ 		return ret;
/******/ 	}));
/******/ 	__nccwpck_require__.a = (module, body, hasAwait) => {
/******/ 		var queue;
/******/ 		hasAwait && ((queue = []).d = -1);
/******/ 		var depQueues = new Set();
/******/ 		var exports = module.exports;
/******/ 		var currentDeps;
/******/ 		var outerResolve;
/******/ 		var reject;
/******/ 		var promise = new Promise((resolve, rej) => {
/******/ 			reject = rej;
/******/ 			outerResolve = resolve;
/******/ 		});
/******/ 		promise[webpackExports] = exports;
/******/ 		promise[webpackQueues] = (fn) => (queue && fn(queue), depQueues.forEach(fn), promise["catch"](x => {}));
/******/ 		module.exports = promise;
/******/ 		body((deps) => {
/******/ 			currentDeps = wrapDeps(deps);
/******/ 			var fn;
/******/ 			var getResult = () => (currentDeps.map((d) => {
/******/ 				if(d[webpackError]) throw d[webpackError];
/******/ 				return d[webpackExports];
/******/ 			}))
/******/ 			var promise = new Promise((resolve) => {
/******/ 				fn = () => (resolve(getResult));
/******/ 				fn.r = 0;
/******/ 				var fnQueue = (q) => (q !== queue && !depQueues.has(q) && (depQueues.add(q), q && !q.d && (fn.r++, q.push(fn))));
/******/ 				currentDeps.map((dep) => (dep[webpackQueues](fnQueue)));
/******/ 			});
/******/ 			return fn.r ? promise : getResult();
/******/ 		}, (err) => ((err ? reject(promise[webpackError] = err) : outerResolve(exports)), resolveQueue(queue)));
/******/ 		queue && queue.d < 0 && (queue.d = 0);
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
/******/ /* webpack/runtime/hasOwnProperty shorthand */
/******/ (() => {
/******/ 	__nccwpck_require__.o = (obj, prop) => (Object.prototype.hasOwnProperty.call(obj, prop))
/******/ })();
/******/ 
/************************************************************************/
/******/ 
/******/ // startup
/******/ // Load entry module and return exports
/******/ // This entry module used 'module' so it can't be inlined
/******/ var __webpack_exports__ = __nccwpck_require__(43);
/******/ __webpack_exports__ = await __webpack_exports__;
/******/ 
