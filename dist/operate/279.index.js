export const id = 279;
export const ids = [279];
export const modules = {

/***/ 8279:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  eventIn: () => (/* binding */ eventIn)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
// EXTERNAL MODULE: ./build/src/domain/problem.js
var problem = __webpack_require__(3965);
// EXTERNAL MODULE: ./build/src/domain/ledger/shape.js
var shape = __webpack_require__(8231);
;// CONCATENATED MODULE: ./build/src/domain/task/event.js
// What the payload of the event that started a run says about tasks. It came from outside: only numbers and names of the right form count.


/** Reads the payload of a GitHub event. An event about something else than issues names no task. */
function readEvent(name, payload) {
    if (!(0,shape/* isRecord */.u4)(payload))
        return wrong('it is no JSON object');
    const { action, issue, pull_request: pull } = payload;
    const subject = pull ?? issue;
    const said = typeof action === 'string' ? { action } : {};
    if (subject === undefined)
        return (0,problem/* parsed */.Yz)({ name, ...said, tasks: [], isFork: false });
    if (!(0,shape/* isRecord */.u4)(subject))
        return wrong('its issue or pull request is no object');
    const { number } = subject;
    if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 1 || number > 999_999_999)
        return wrong('its issue or pull request has no number');
    const tasks = [`#${number}`];
    if (pull === undefined)
        return (0,problem/* parsed */.Yz)({ name, ...said, tasks, isFork: false });
    const head = sideOf(subject['head']);
    const base = sideOf(subject['base']);
    if (head.sha === undefined || base.repository === undefined)
        return wrong('its pull request has no head or base');
    // A head repository that was deleted was a fork.
    return (0,problem/* parsed */.Yz)({ name, ...said, tasks, head: head.sha, isFork: head.repository !== base.repository });
}
function sideOf(value) {
    const { sha, repo } = (0,shape/* isRecord */.u4)(value) ? value : {};
    const name = (0,shape/* isRecord */.u4)(repo) ? repo['full_name'] : undefined;
    return { sha: typeof sha === 'string' && /^[0-9a-f]{40}([0-9a-f]{24})?$/.test(sha) ? sha : undefined, repository: typeof name === 'string' ? name : undefined };
}
function wrong(what) {
    return (0,problem/* mistaken */.R3)({ code: 'bad_event', what: `the event cannot be read: ${what}`, remedy: 'GITHUB_EVENT_PATH names the payload that the runner wrote; leave it alone, or unset it and give the task with `task-id`.' });
}

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
;// CONCATENATED MODULE: ./build/src/adapters/github/event-file.js
// The payload that the runner wrote for the event (FAULTS A14): anything unexpected about it stops the run before it has begun.



/** GitHub sends no larger ones for the events that name tasks. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Reads the event of this run; undefined when nothing names one, as on the command line. Throws `bad_event`. */
async function eventIn(env) {
    const { GITHUB_EVENT_PATH: path, GITHUB_EVENT_NAME: name } = env;
    if (path === undefined || path === '')
        return undefined;
    const event = readEvent(name ?? 'unknown', jsonOf(await textOf(path)));
    if (event.ok)
        return event.value;
    const [problem] = event.problems;
    throw new errors/* AdapterError */.om({ code: 'bad_event', message: problem.what, remedy: problem.remedy });
}
async function textOf(path) {
    try {
        const file = await (0,promises_.open)(path, 'r');
        try {
            const { size } = await file.stat();
            if (size > MAX_BYTES)
                throw bad(`it has ${size} bytes, at most ${MAX_BYTES} are read`);
            return await file.readFile('utf8');
        }
        finally {
            await file.close();
        }
    }
    catch (error) {
        throw error instanceof errors/* AdapterError */.om ? error : bad((0,errors/* messageOf */.bD)(error), error);
    }
}
function jsonOf(text) {
    if (text.trim() === '')
        throw bad('it is empty');
    try {
        return JSON.parse(text);
    }
    catch {
        throw bad(`it is no JSON; it ends after ${text.length} characters`);
    }
}
function bad(why, cause) {
    return new errors/* AdapterError */.om({
        code: 'bad_event',
        message: `the event of this run (GITHUB_EVENT_PATH) cannot be read: ${why}`,
        remedy: 'The runner writes that file; start the run again, or unset GITHUB_EVENT_PATH and give the task with `task-id`.',
        ...(cause === undefined ? {} : { cause }),
    });
}


/***/ })

};
