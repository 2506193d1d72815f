export const id = 736;
export const ids = [736];
export const modules = {

/***/ 9736:
/***/ ((__unused_webpack___webpack_module__, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  connectGitHub: () => (/* binding */ connectGitHub)
});

// EXTERNAL MODULE: ./build/src/errors.js
var errors = __webpack_require__(7406);
// EXTERNAL MODULE: ./build/src/domain/ledger/shape.js
var shape = __webpack_require__(8231);
// EXTERNAL MODULE: ./build/src/domain/task/authorization.js
var authorization = __webpack_require__(7247);
;// CONCATENATED MODULE: ./build/src/adapters/github/failure.js
// What GitHub's refusals and silences mean, in the words of this tool. Codes: docs/guides/github.md.

/** GitHub did not answer, or not with an answer. */
function unavailable(purpose, why, cause) {
    return new errors/* AdapterError */.om({
        code: 'github_unavailable',
        message: `GitHub could not ${purpose.what}: ${why}`,
        remedy: 'Run the same command again; see githubstatus.com when it lasts.',
        ...(cause === undefined ? {} : { cause }),
    });
}
/** GitHub refused the token. `accepted` is the header X-Accepted-GitHub-Permissions, which names what the endpoint wants. */
function forbidden(purpose, refusal) {
    const wanted = refusal.accepted === null ? purpose.permission : inWorkflowForm(refusal.accepted);
    const isUnknown = refusal.status === 401;
    return new errors/* AdapterError */.om({
        code: 'github_forbidden',
        message: `GitHub does not let this token ${purpose.what} (${refusal.status}${refusal.said === '' ? '' : `: ${refusal.said}`})`,
        remedy: isUnknown
            ? 'The token is wrong or has expired: pass `github-token: ${{ github.token }}`, or set GITHUB_TOKEN.'
            : `Add \`${wanted}\` to \`permissions:\` of the job. If it is there, a ruleset or an organisation policy forbids it: see Settings, Rules.`,
    });
}
/** GitHub asks for a longer pause than a run may make. */
function limited(purpose, waitMs) {
    return new errors/* AdapterError */.om({
        code: 'github_rate_limited',
        message: `GitHub could not ${purpose.what}: the rate limit of this token is used up for another ${Math.ceil(waitMs / 1000)} s`,
        remedy: 'Run the same command again after that time; other jobs of the repository share the limit.',
    });
}
/** `issues=write; pull_requests=read` as a workflow writes it; alternatives stay as they are. */
function inWorkflowForm(accepted) {
    return accepted.slice(0, 200).replaceAll('=', ': ').replaceAll('_', '-');
}

// EXTERNAL MODULE: ./build/src/domain/task/feature.js
var feature = __webpack_require__(3880);
// EXTERNAL MODULE: ./build/src/domain/task/task-id.js
var task_id = __webpack_require__(5659);
;// CONCATENATED MODULE: ./build/src/adapters/github/exchange.js
// One request and its whole answer, or why there is none. No retry here, no judgement but about the form.

/** More than any answer that this tool asks for; the rest is not read (FAULTS B16). */
const MAX_CHARACTERS = 16 * 1024 * 1024;
const MAX_HOPS = 3;
const REDIRECTS = [301, 302, 307, 308];
/**
 * Sends it and reads the answer within the deadline, headers, body and redirects together. A redirect is followed with the same
 * method (it means that nothing was done yet), and only on the same origin: the token goes nowhere else (FAULTS B19).
 */
async function exchange(outgoing) {
    const signal = AbortSignal.timeout(outgoing.deadlineMs);
    let url = outgoing.url;
    for (let hop = 0; hop <= MAX_HOPS; hop += 1) {
        let response;
        try {
            response = await fetch(url, {
                method: outgoing.method,
                headers: outgoing.headers,
                redirect: 'manual',
                signal,
                ...(outgoing.body === undefined ? {} : { body: JSON.stringify(outgoing.body) }),
            });
        }
        catch (error) {
            return broken(error, signal, outgoing.deadlineMs);
        }
        if (!REDIRECTS.includes(response.status))
            return answerOf(response, signal, outgoing.deadlineMs);
        const next = nextOf(response.headers.get('location'), url);
        await response.body?.cancel().catch(() => undefined);
        if (next === undefined)
            return { kind: 'astray', why: `it redirects to no address (${response.status})` };
        if (new URL(next).origin !== new URL(url).origin)
            return { kind: 'astray', why: `it redirects to ${new URL(next).origin}, and the token is not sent to another host` };
        url = next;
    }
    return { kind: 'astray', why: `it redirects more than ${MAX_HOPS} times` };
}
function nextOf(location, from) {
    return location === null || !URL.canParse(location, from) ? undefined : new URL(location, from).href;
}
async function answerOf(response, signal, deadlineMs) {
    const { status, headers } = response;
    let text;
    try {
        text = await limitedText(response);
    }
    catch (error) {
        return broken(error, signal, deadlineMs);
    }
    if (text === undefined)
        return { kind: 'broken', why: `the answer has more than ${MAX_CHARACTERS} characters` };
    const data = text === '' ? undefined : jsonOf(text);
    // 204 and 304 have no body; everything else that counts as a success must say something (FAULTS B16).
    if (response.ok && status !== 204 && (typeof data !== 'object' || data === null)) {
        return { kind: 'broken', why: `the answer is ${text === '' ? 'empty' : `no JSON (${headers.get('content-type') ?? 'no type'})`}` };
    }
    return { kind: 'answer', status, headers, data };
}
async function limitedText(response) {
    if (response.body === null)
        return '';
    const decoder = new TextDecoder();
    let text = '';
    for await (const chunk of response.body) {
        text += decoder.decode(chunk, { stream: true });
        if (text.length > MAX_CHARACTERS)
            return undefined;
    }
    return text + decoder.decode();
}
function jsonOf(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        return undefined;
    }
}
/** `fetch failed` says nothing; its cause does. */
function broken(error, signal, deadlineMs) {
    if (signal.aborted)
        return { kind: 'broken', why: `no whole answer within ${deadlineMs / 1000} s` };
    const cause = typeof error === 'object' && error !== null && 'cause' in error ? error.cause : undefined;
    return { kind: 'broken', why: cause === undefined ? (0,errors/* messageOf */.bD)(error) : `${(0,errors/* messageOf */.bD)(error)} (${(0,errors/* messageOf */.bD)(cause)})` };
}

;// CONCATENATED MODULE: ./build/src/adapters/github/pause.js
// How long to wait before asking again: what GitHub says, else what its documentation asks for (FACTS: rate limits).
const FIRST_MS = 500;
const SECONDARY_MS = 60_000;
/** The pause that an answer asks for; undefined when asking again would give the same answer. `round` counts from 0. */
function pauseFor(answer, round) {
    const { status, headers, said } = answer;
    if (status === 408 || status >= 500)
        return { kind: 'failed', ms: retryAfter(headers) ?? backoff(round) };
    if (status !== 429 && status !== 403)
        return undefined;
    const asked = retryAfter(headers) ?? untilReset(headers);
    if (asked !== undefined)
        return { kind: 'limited', ms: asked };
    // A 403 without any sign of a limit is about permissions. The words are only a hint: they have changed before.
    if (status === 403 && !/rate limit/i.test(said))
        return undefined;
    return { kind: 'limited', ms: SECONDARY_MS * 2 ** round };
}
/** Grows from half a second. */
function backoff(round) {
    return FIRST_MS * 2 ** round;
}
function retryAfter(headers) {
    const text = headers.get('retry-after');
    return text !== null && /^\d{1,6}$/.test(text) ? Number(text) * 1000 : undefined;
}
/** By GitHub's own clock: ours may be wrong, and a reset that has passed means now (FAULTS B12). */
function untilReset(headers) {
    if (headers.get('x-ratelimit-remaining') !== '0')
        return undefined;
    const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN);
    const now = Date.parse(headers.get('date') ?? '');
    if (!Number.isFinite(reset) || !Number.isFinite(now))
        return undefined;
    return Math.max(1000, reset * 1000 - now);
}

;// CONCATENATED MODULE: ./build/src/adapters/github/client.js
// GitHub's REST API as the adapters here need it: reads are repeated, writes never are without a look at what became of them.




const DEADLINE_MS = 15_000;
/** Tries of one request, the first included. */
const ROUNDS = 4;
/** Longest wait that a run makes for one request, milliseconds; who asks for more gets an error. */
const LONGEST_PAUSE_MS = 90_000;
const MAX_PAGES = 100;
const UNDERSTOOD = [404, 409, 410, 422];
const KEPT_TAGS = 64;
/** A client for one repository. Paths are below `/repos/<owner>/<name>/`, every part already encoded. */
class GitHub {
    repository;
    #options;
    #tagged = new Map();
    constructor(options) {
        this.#options = options;
        this.repository = options.repository;
    }
    /** Reads; idempotent. Throws `github_unavailable`, `github_forbidden` or `github_rate_limited`. */
    async read(path, purpose) {
        return (await this.#read(this.#url(path), purpose)).answer;
    }
    /** Reads a list with all its pages; a page that fails fails the whole (FAULTS B17, B18). Undefined: there is no such thing (404, 410). */
    async readAll(path, purpose) {
        const all = [];
        const seen = new Set();
        let url = this.#url(`${path}${path.includes('?') ? '&' : '?'}per_page=100`);
        while (url !== undefined) {
            if (seen.has(url) || seen.size >= MAX_PAGES)
                throw unavailable(purpose, `the list does not end within ${seen.size} pages`);
            seen.add(url);
            const { answer, next } = await this.#read(url, purpose);
            if (answer.status === 404 || answer.status === 410)
                return undefined;
            if (answer.status !== 200 || !Array.isArray(answer.data))
                throw unavailable(purpose, `a page is no list (${answer.status})`);
            all.push(...answer.data);
            url = next;
        }
        return all;
    }
    /** Writes once. Throws only when it was certainly not done. */
    async write(method, path, body, purpose) {
        const exchanged = await this.#exchange({ method, url: this.#url(path), ...(body === undefined ? {} : { body }) }, {});
        const judged = this.#judge(exchanged, purpose, 0);
        return judged.kind === 'answer' ? { kind: 'answer', status: judged.status, data: judged.data } : { kind: 'unsure', error: judged.error, pause: judged.pause };
    }
    /** Waits before another try; throws the error when there should be none. `round` counts the tries made, from 0. */
    async pause(unsure, round, purpose) {
        const { pause, error } = unsure;
        if (pause !== undefined && pause.ms > LONGEST_PAUSE_MS)
            throw limited(purpose, pause.ms);
        if (pause === undefined || round + 1 >= ROUNDS)
            throw error;
        await this.#options.clock.sleep(pause.kind === 'limited' ? pause.ms : Math.max(pause.ms, backoff(round)), new AbortController().signal);
    }
    async #read(url, purpose) {
        const kept = this.#tagged.get(url);
        for (let round = 0;; round += 1) {
            const exchanged = await this.#exchange({ method: 'GET', url }, kept === undefined ? {} : { 'if-none-match': kept.tag });
            if (kept !== undefined && exchanged.kind === 'answer' && exchanged.status === 304)
                return kept;
            const judged = this.#judge(exchanged, purpose, round);
            if (judged.kind === 'answer') {
                const found = { answer: { status: judged.status, data: judged.data }, next: this.#nextOf(judged.headers, purpose) };
                this.#keep(url, judged.headers.get('etag'), found);
                return found;
            }
            await this.pause(judged, round, purpose);
        }
    }
    /** A request that is answered with 304 does not count against the rate limit. */
    #keep(url, tag, found) {
        this.#tagged.delete(url);
        if (tag === null || found.answer.status !== 200)
            return;
        this.#tagged.set(url, { tag, ...found });
        const [oldest] = this.#tagged.keys();
        if (this.#tagged.size > KEPT_TAGS && oldest !== undefined)
            this.#tagged.delete(oldest);
    }
    #judge(exchanged, purpose, round) {
        if (exchanged.kind === 'astray')
            throw unavailable(purpose, exchanged.why);
        if (exchanged.kind === 'broken')
            return { kind: 'unsure', error: unavailable(purpose, exchanged.why), pause: { kind: 'failed', ms: backoff(round) } };
        const { status, headers, data } = exchanged;
        if ((status >= 200 && status < 300) || UNDERSTOOD.includes(status))
            return { kind: 'answer', status, headers, data };
        const said = saidIn(data);
        const pause = pauseFor({ status, headers, said }, round);
        if (pause === undefined && (status === 401 || status === 403))
            throw forbidden(purpose, { status, said, accepted: headers.get('x-accepted-github-permissions') });
        const error = pause?.kind === 'limited' ? limited(purpose, pause.ms) : unavailable(purpose, `it answered ${status}${said === '' ? '' : `: ${said}`}`);
        return { kind: 'unsure', error, pause };
    }
    #exchange(outgoing, headers) {
        return exchange({
            ...outgoing,
            deadlineMs: this.#options.deadlineMs ?? DEADLINE_MS,
            headers: {
                accept: 'application/vnd.github+json',
                authorization: `Bearer ${this.#options.token}`,
                'user-agent': 'flowspec-operate',
                'x-github-api-version': '2022-11-28',
                ...(outgoing.body === undefined ? {} : { 'content-type': 'application/json' }),
                ...headers,
            },
        });
    }
    #url(path) {
        return `${this.#options.baseUrl}/repos/${this.repository}/${path}`;
    }
    /** The next page by the Link header; an address outside of the API is not one. */
    #nextOf(headers, purpose) {
        const url = /<([^<>]{1,2000})>;\s*rel="next"/.exec(headers.get('link') ?? '')?.[1];
        if (url === undefined || url.startsWith(`${this.#options.baseUrl}/`))
            return url;
        throw unavailable(purpose, 'the next page is at another address');
    }
}
/** What an error's body says, for people. */
function saidIn(data) {
    return (0,shape/* isRecord */.u4)(data) && typeof data['message'] === 'string' ? data['message'].replace(/\s+/g, ' ').slice(0, 200) : '';
}

;// CONCATENATED MODULE: ./build/src/adapters/github/tasks.js
// Tasks as GitHub has them: issues and pull requests, the workflow label among their labels (SPEC A1). Labels are added and removed one by
// one and never replaced as a set, because that would lose what someone else does at the same time (FACTS: labels).







const LOOKS = 4;
/** The number of `#17`, and of `17` and `task-17`, which can mean nothing else here. Throws ConfigError for anything else. */
function issueNumber(id) {
    const parsed = (0,task_id/* parseTaskId */.i)(id);
    const number = parsed.ok ? /^(?:#|task-)([1-9]\d*)$/.exec(parsed.value)?.[1] : undefined;
    if (number !== undefined)
        return Number(number);
    throw new errors/* ConfigError */.xL([{ code: 'task.not-an-issue', what: 'the task is no issue or pull request', value: id.slice(0, 80), remedy: 'Tasks are issues here (`tasks.store: github`): write it as `#17`.' }]);
}
function gitHubTasks(github) {
    return {
        find: (id) => find(github, issueNumber(id)),
        addLabel: (id, label) => addLabel(github, issueNumber(id), label),
        removeLabel: (id, label) => removeLabel(github, issueNumber(id), label),
    };
}
async function find(github, number) {
    const purpose = reading(number);
    const { status, data } = await github.read(`issues/${number}`, purpose);
    if (status === 404 || status === 410)
        return undefined;
    if (status !== 200 || !(0,shape/* isRecord */.u4)(data) || data['number'] !== number || typeof data['title'] !== 'string')
        throw unavailable(purpose, `the answer is no issue (${status})`);
    const id = `#${number}`;
    return { id, title: data['title'], labels: namesIn(data['labels'], purpose), source: typeof data['html_url'] === 'string' ? data['html_url'] : id, feature: (0,feature/* featureOf */.m)(data['title'], id) };
}
/** GitHub makes a label that the repository lacks; where it does not, the label is named. */
async function addLabel(github, number, label) {
    const purpose = writing(number, `add the label ${label} to`);
    for (let round = 0;; round += 1) {
        const written = await github.write('POST', `issues/${number}/labels`, { labels: [label] }, purpose);
        if (written.kind === 'answer' && written.status === 200 && namesIn(written.data, purpose).includes(label))
            return;
        const labels = await labelsOf(github, number, purpose);
        if (labels?.includes(label) === true)
            return;
        if (labels === undefined)
            throw missing(number);
        if (written.kind === 'unsure')
            await github.pause(written, round, purpose);
        else if (round + 1 >= LOOKS || written.status === 422) {
            throw new errors/* AdapterError */.om({
                code: 'bookkeeping_pending',
                message: `GitHub does not add the label ${label} to #${number} (${written.status}${saidIn(written.data) === '' ? '' : `: ${saidIn(written.data)}`})`,
                remedy: `Make the label \`${label}\` in the repository, look whether #${number} has a hundred labels already, and add \`issues: write\` and \`pull-requests: write\` to \`permissions:\` of the job.`,
            });
        }
        else
            await again(github, round, purpose);
    }
}
/** A label that is gone already is a success, whoever removed it (FAULTS C13). */
async function removeLabel(github, number, label) {
    const purpose = writing(number, `remove the label ${label} from`);
    for (let round = 0;; round += 1) {
        const written = await github.write('DELETE', `issues/${number}/labels/${encodeURIComponent(label)}`, undefined, purpose);
        if (written.kind === 'answer' && written.status === 200 && !namesIn(written.data, purpose).includes(label))
            return;
        // 404 says that the label is gone, that the issue is, or that the token may not: the labels tell which.
        const labels = await labelsOf(github, number, purpose);
        if (labels === undefined)
            throw missing(number);
        if (!labels.includes(label))
            return;
        if (written.kind === 'unsure')
            await github.pause(written, round, purpose);
        else if (round + 1 >= LOOKS) {
            throw new errors/* AdapterError */.om({
                code: 'bookkeeping_pending',
                message: `GitHub does not remove the label ${label} from #${number} (${written.status}${saidIn(written.data) === '' ? '' : `: ${saidIn(written.data)}`})`,
                remedy: 'Add `issues: write` and `pull-requests: write` to `permissions:` of the job, and run the same command again.',
            });
        }
        else
            await again(github, round, purpose);
    }
}
async function again(github, round, purpose) {
    await github.pause({ error: unavailable(purpose, 'it has not happened yet'), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose);
}
async function labelsOf(github, number, purpose) {
    const list = await github.readAll(`issues/${number}/labels`, purpose);
    return list === undefined ? undefined : namesIn(list, purpose);
}
/** Names of labels, exactly as they are: a label that differs in case is another one (FAULTS A07). */
function namesIn(labels, purpose) {
    if (!Array.isArray(labels))
        throw unavailable(purpose, 'the answer has no labels');
    return labels.map((label) => {
        const name = (0,shape/* isRecord */.u4)(label) ? label['name'] : label;
        if (typeof name !== 'string')
            throw unavailable(purpose, 'a label has no name');
        return name;
    });
}
function reading(number) {
    return { what: `read #${number}`, permission: 'issues: read' };
}
function writing(number, what) {
    return { what: `${what} #${number}`, permission: 'issues: write' };
}
function missing(number) {
    return new errors/* AdapterError */.om({ code: 'task_not_found', message: `there is no issue or pull request #${number} for this token`, remedy: 'Check the number; add `issues: write` and `pull-requests: write` to `permissions:` of the job.' });
}

;// CONCATENATED MODULE: ./build/src/adapters/github/approvals.js
// What GitHub knows about who may say that a task goes out: its timeline and the roles of people. Facts only; domain/task judges them.




function gitHubApprovals(github) {
    return {
        history: (id) => approvals_history(github, issueNumber(id)),
        member: (login) => member(github, login),
    };
}
async function approvals_history(github, number) {
    const purpose = { what: `read who labelled #${number}`, permission: 'issues: read' };
    const timeline = await github.readAll(`issues/${number}/timeline`, purpose);
    if (timeline === undefined)
        throw unavailable(purpose, 'it is gone');
    const events = timeline.flatMap((one) => eventOf(one, purpose));
    const { data } = await github.read(`issues/${number}`, purpose);
    return (0,shape/* isRecord */.u4)(data) && (0,shape/* isRecord */.u4)(data['pull_request']) ? { events, head: await headOf(github, number) } : { events };
}
/** Events of other kinds say nothing here. One of these kinds that is not understood makes the whole list worthless. */
function eventOf(value, purpose) {
    if (!(0,shape/* isRecord */.u4)(value))
        throw unavailable(purpose, 'an event of the timeline is no object');
    switch (value['event']) {
        case 'labeled':
        case 'unlabeled': {
            const label = (0,shape/* isRecord */.u4)(value['label']) ? value['label']['name'] : undefined;
            if (typeof label !== 'string')
                throw unavailable(purpose, 'an event of the timeline has no label');
            const by = accountOf(value['actor']);
            return [{ kind: value['event'], label, at: timeOf(value['created_at'], purpose), ...(by === undefined ? {} : { by }) }];
        }
        case 'committed':
            return [{ kind: 'pushed', at: timeOf((0,shape/* isRecord */.u4)(value['committer']) ? value['committer']['date'] : undefined, purpose) }];
        case 'head_ref_force_pushed':
            return [{ kind: 'pushed', at: timeOf(value['created_at'], purpose) }];
        default:
            return [];
    }
}
/** The account `ghost` stands for everyone who is gone (FAULTS A06). */
function accountOf(value) {
    if (!(0,shape/* isRecord */.u4)(value))
        return undefined;
    const { id, login, type } = value;
    return typeof id === 'number' && typeof login === 'string' && typeof type === 'string' && login !== 'ghost' ? { id, login, isBot: type !== 'User' } : undefined;
}
function timeOf(value, purpose) {
    const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at))
        throw unavailable(purpose, 'an event of the timeline has no time');
    return at;
}
async function headOf(github, number) {
    const purpose = { what: `read the pull request #${number}`, permission: 'pull-requests: read' };
    const { data } = await github.read(`pulls/${number}`, purpose);
    const head = (0,shape/* isRecord */.u4)(data) && (0,shape/* isRecord */.u4)(data['head']) ? data['head']['sha'] : undefined;
    if (typeof head !== 'string')
        throw unavailable(purpose, 'it has no head');
    return head;
}
async function member(github, login) {
    const purpose = { what: `read the role of ${login.slice(0, 100)}`, permission: 'metadata: read' };
    const { status, data } = await github.read(`collaborators/${encodeURIComponent(login)}/permission`, purpose);
    if (status === 404)
        return undefined;
    const id = (0,shape/* isRecord */.u4)(data) && (0,shape/* isRecord */.u4)(data['user']) ? data['user']['id'] : undefined;
    const role = (0,shape/* isRecord */.u4)(data) ? (roleOf(data['role_name']) ?? roleOf(data['permission'])) : undefined;
    if (typeof id !== 'number' || role === undefined)
        throw unavailable(purpose, `the answer names no role (${status})`);
    return { id, role };
}
/** A role that an organisation made has a name of its own; the permission that it builds on counts then. */
function roleOf(name) {
    return authorization/* ROLES */.gg.find((role) => role === name);
}

// EXTERNAL MODULE: ./build/src/domain/ledger/codec.js + 2 modules
var codec = __webpack_require__(5749);
// EXTERNAL MODULE: ./build/src/domain/ledger/ref.js
var ledger_ref = __webpack_require__(4919);
;// CONCATENATED MODULE: ./build/src/adapters/github/git-objects.js
// Refs and commits of a repository on GitHub, as far as a ledger needs them. Every answer is checked for its form.





const OID = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
/** How often something that must be there is looked for: GitHub has answered 404 for seconds after a creation (FAULTS B14). */
const git_objects_LOOKS = 4;
/** Commits never change, so the newest ones are kept. */
const KEPT = 32;
class GitObjects {
    #github;
    #commits = new Map();
    #trees = new Map();
    constructor(github) {
        this.#github = github;
    }
    /** What a ref points at; undefined when it does not exist. A 404 alone does not say so: a list in which it is missing does. */
    async tip(ref, purpose) {
        for (let round = 0;; round += 1) {
            const { status, data } = await this.#github.read(`git/ref/${pathOf(ref)}`, purpose);
            if (status === 200)
                return oidOfRef(data, ref, purpose);
            const listed = (await this.refsBelow(ref, purpose)).find((one) => one.ref === ref);
            if (listed === undefined)
                return undefined;
            if (round + 1 >= git_objects_LOOKS)
                throw unavailable(purpose, `${ref} is in the list of refs and cannot be read (${status})`);
            await this.#github.pause({ error: unavailable(purpose, 'it is not there yet'), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose);
        }
    }
    /** Every ref that begins with the name. */
    async refsBelow(name, purpose) {
        const list = await this.#github.readAll(`git/matching-refs/${pathOf(name)}`, purpose);
        if (list === undefined) {
            throw new errors/* AdapterError */.om({
                code: 'github_forbidden',
                message: `GitHub could not ${purpose.what}: there is no repository ${this.#github.repository} for this token`,
                remedy: `Check GITHUB_REPOSITORY, and add \`${purpose.permission}\` to \`permissions:\` of the job.`,
            });
        }
        return list.map((one) => {
            const ref = (0,shape/* isRecord */.u4)(one) && typeof one['ref'] === 'string' ? one['ref'] : undefined;
            if (ref === undefined)
                throw unavailable(purpose, 'a ref in the list has no name');
            return { ref, oid: oidOfRef(one, ref, purpose) };
        });
    }
    /** A commit; undefined when GitHub does not know it, even after a while. */
    async commit(oid, purpose) {
        const kept = this.#commits.get(oid);
        if (kept !== undefined)
            return kept;
        for (let round = 0; round < git_objects_LOOKS; round += 1) {
            const { status, data } = await this.#github.read(`git/commits/${oid}`, purpose);
            if (status === 200)
                return this.#keep(storedIn(data, purpose));
            if (round + 1 < git_objects_LOOKS)
                await this.#github.pause({ error: unavailable(purpose, `the commit ${oid.slice(0, 12)} is not there`), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose);
        }
        return undefined;
    }
    /** The tree of a commit of the source. Throws `ledger_unwritable` when GitHub does not have the commit. */
    async treeOf(commit, purpose) {
        const kept = this.#trees.get(commit);
        if (kept !== undefined)
            return kept;
        const { status, data } = await this.#github.read(`git/commits/${commit}`, purpose);
        if (status !== 200) {
            throw new errors/* AdapterError */.om({ code: 'ledger_unwritable', message: `the commit ${commit.slice(0, 12)} is not in ${this.#github.repository} (${status})`, remedy: 'Push it first; a ledger on GitHub records only what is there.' });
        }
        const tree = (0,shape/* isRecord */.u4)(data) && (0,shape/* isRecord */.u4)(data['tree']) ? data['tree']['sha'] : undefined;
        if (typeof tree !== 'string' || !OID.test(tree))
            throw unavailable(purpose, `the commit ${commit.slice(0, 12)} has no tree`);
        this.#trees.set(commit, tree);
        return tree;
    }
    /**
     * Creates a commit that nothing points at yet and returns its id. Without author and committer GitHub names the token's owner and signs
     * it. A try whose answer was lost leaves at most a commit that nobody sees, so it may be repeated.
     */
    async create(commit, purpose) {
        for (let round = 0;; round += 1) {
            const written = await this.#github.write('POST', 'git/commits', commit, purpose);
            if (written.kind === 'unsure') {
                await this.#github.pause(written, round, purpose);
                continue;
            }
            if (written.status === 201) {
                const made = storedIn(written.data, purpose);
                if (made.parents.join(' ') !== commit.parents.join(' '))
                    throw unavailable(purpose, 'the commit that it made has other parents');
                return this.#keep(made).oid;
            }
            throw new errors/* AdapterError */.om({
                code: 'ledger_unwritable',
                message: `GitHub could not ${purpose.what}: it takes no commit (${written.status}: ${saidIn(written.data)})`,
                remedy: written.status === 404 ? `Add \`${purpose.permission}\` to \`permissions:\` of the job.` : 'Look at what GitHub says; the entry before this one must be in the repository.',
            });
        }
    }
    #keep(stored) {
        this.#commits.set(stored.oid, stored);
        const [oldest] = this.#commits.keys();
        if (this.#commits.size > KEPT && oldest !== undefined)
            this.#commits.delete(oldest);
        return stored;
    }
}
/** `refs/a/b` as the path of the API: without `refs/`, every part encoded. */
function pathOf(ref) {
    return ref.replace(/^refs\//, '').split('/').map(encodeURIComponent).join('/');
}
/** The commit that a ref's answer names. Throws when it names none, or another ref. */
function oidOfRef(data, ref, purpose) {
    const object = (0,shape/* isRecord */.u4)(data) && data['ref'] === ref ? data['object'] : undefined;
    if (!(0,shape/* isRecord */.u4)(object) || typeof object['sha'] !== 'string' || !OID.test(object['sha']))
        throw unavailable(purpose, `the answer does not say what ${ref} points at`);
    if (object['type'] !== 'commit')
        throw new errors/* AdapterError */.om({ code: 'ledger_unreadable', message: `${ref} points at a ${String(object['type'])}, not at a commit`, remedy: 'docs/reference/ledger.md says how to move it back to the last good entry.' });
    return object['sha'];
}
function storedIn(data, purpose) {
    const parents = (0,shape/* isRecord */.u4)(data) && Array.isArray(data['parents']) ? data['parents'].map((parent) => ((0,shape/* isRecord */.u4)(parent) ? parent['sha'] : undefined)) : [undefined];
    if (!(0,shape/* isRecord */.u4)(data) || typeof data['sha'] !== 'string' || typeof data['message'] !== 'string' || parents.some((sha) => typeof sha !== 'string')) {
        throw unavailable(purpose, 'the answer is no commit');
    }
    return { oid: data['sha'], message: data['message'], parents: parents.filter((sha) => typeof sha === 'string') };
}

;// CONCATENATED MODULE: ./build/src/adapters/github/move-ref.js
// Moving a ref from one commit to the next, so that it is known afterwards whether it was us. Statuses and words of a refusal differ over
// the years and between servers; what counts is where the ref points (FACTS: refs).




/** Tries after which a ref that stays where it was, and cannot be moved, is given up. */
const move_ref_ROUNDS = 4;
/**
 * `moved`: the ref points, or pointed, at the new commit. `conflict`: someone else was first, and nothing was written. `unclear`: others
 * have written, and one of our tries was left without an answer, so the chain must tell whether ours is in it.
 */
async function moveRef(github, objects, move) {
    const { ref, from, to, purpose } = move;
    let isUnsure = false;
    let exists = from !== undefined;
    for (let round = 0;; round += 1) {
        // Once a try may have created it, only moving it to where it should be tells for certain: an old answer to a read cannot.
        const written = exists
            ? await github.write('PATCH', `git/refs/${pathOf(ref)}`, { sha: to, force: false }, purpose)
            : await github.write('POST', 'git/refs', { ref, sha: to }, purpose);
        if (written.kind === 'answer' && written.status < 300 && oidOfRef(written.data, ref, purpose) === to)
            return 'moved';
        isUnsure ||= written.kind === 'unsure';
        const tip = await tipOf(objects, move, written);
        if (tip === to)
            return 'moved';
        if (tip !== from)
            return isUnsure ? 'unclear' : 'conflict';
        // It reads as if nothing had happened: an old answer, a passing fault, or a rule that forbids it.
        if (written.kind === 'unsure')
            await github.pause(written, round, purpose);
        else if (round + 1 >= move_ref_ROUNDS)
            throw refused(move, written);
        else
            await github.pause({ error: refused(move, written), pause: { kind: 'failed', ms: backoff(round) } }, round, purpose);
        exists = from !== undefined || (isUnsure && !exists);
    }
}
/** Where the ref points. When GitHub has stopped answering, the write's own failure is the one to report. */
async function tipOf(objects, move, written) {
    try {
        return await objects.tip(move.ref, move.purpose);
    }
    catch (error) {
        throw written.kind === 'unsure' ? written.error : error;
    }
}
function refused(move, answer) {
    return new errors/* AdapterError */.om({
        code: 'ledger_unwritable',
        message: `${move.ref} could not be written: GitHub answers ${answer.status} (${saidIn(answer.data)}), and the ref did not move`,
        remedy: 'A ruleset, branch protection or pre-receive hook may forbid it: see Settings, Rules, or choose another `ledger.namespace`, such as refs/heads/flowspec.',
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/github/ledger.js
// The ledger on GitHub's git refs: one ref for each environment, one commit for each entry. A ref is only ever created or moved fast-forward
// (`force: false`), so GitHub itself decides every race. Reading costs two requests, or one when nothing has changed; appending costs two.





/** Opens the ledgers below the namespace of the client's repository. Throws `bad_input` when it is no namespace. */
function openGitHubLedger(github, namespace) {
    const checked = (0,ledger_ref/* parseNamespace */.LM)(namespace);
    if (!checked.ok) {
        const [problem] = checked.problems;
        throw new errors/* AdapterError */.om({ code: 'bad_input', message: `ledger namespace ${namespace}: ${problem.what}`, remedy: problem.remedy });
    }
    return new GitHubLedger(github, namespace);
}
class GitHubLedger {
    #github;
    #objects;
    #namespace;
    constructor(github, namespace) {
        this.#github = github;
        this.#objects = new GitObjects(github);
        this.#namespace = namespace;
    }
    async read(key) {
        const ref = (0,ledger_ref/* refOf */.H8)(key, this.#namespace);
        const oid = await this.#objects.tip(ref, ledger_reading(ref));
        return oid === undefined ? undefined : (await this.#headAt(oid, ref, key)).head;
    }
    async append(entry, parent, options) {
        const ref = (0,ledger_ref/* refOf */.H8)(entry.key, this.#namespace);
        const purpose = { what: `write the ledger ${ref}`, permission: 'contents: write' };
        const message = (0,codec/* encodeEntry */.vv)(entry);
        if (message.length > codec/* MAX_ENTRY_LENGTH */.N5) {
            throw new errors/* AdapterError */.om({ code: 'ledger_unwritable', message: `the entry has ${message.length} characters, at most ${codec/* MAX_ENTRY_LENGTH */.N5} are allowed`, remedy: 'Shorten the reasons and messages that were given; lift old quarantines.' });
        }
        if (!/^[0-9a-f]{40}([0-9a-f]{24})?$/.test(options.commit)) {
            throw new errors/* AdapterError */.om({ code: 'bad_input', message: `not a full commit id: ${(0,ledger_ref/* printable */.g$)(options.commit)}`, remedy: 'Give the full lower-case id, as `git rev-parse HEAD` prints it.' });
        }
        const tree = await this.#objects.treeOf(options.commit, purpose);
        const oid = await this.#objects.create({ message, tree, parents: parent === undefined ? [] : [parent] }, purpose);
        const moved = await moveRef(this.#github, this.#objects, { ref, from: parent, to: oid, purpose });
        if (moved === 'moved')
            return { kind: 'appended', head: { oid, entry } };
        // Our commit may be in the chain although the answer was lost and others have written since.
        return moved === 'unclear' && (await this.#isInChain(oid, { ref, key: entry.key, height: entry.height })) ? { kind: 'appended', head: { oid, entry } } : { kind: 'conflict' };
    }
    async *history(key) {
        const ref = (0,ledger_ref/* refOf */.H8)(key, this.#namespace);
        for (let oid = await this.#objects.tip(ref, ledger_reading(ref)); oid !== undefined;) {
            const { head, parent } = await this.#headAt(oid, ref, key);
            yield head;
            oid = parent;
        }
    }
    async keys() {
        const refs = await this.#objects.refsBelow(this.#namespace, ledger_reading(this.#namespace));
        const own = refs.filter(({ ref }) => ref.slice(this.#namespace.length + 1).split('/').length === 2);
        const heads = [];
        // One after the other: GitHub asks for that (FACTS: rate limits).
        for (const { ref, oid } of own)
            heads.push((await this.#headAt(oid, ref, undefined)).head);
        return heads.map((head) => head.entry.key);
    }
    async #isInChain(oid, where) {
        for await (const head of this.history(where.key)) {
            if (head.oid === oid)
                return true;
            if (head.entry.height <= where.height)
                return false;
        }
        return false;
    }
    async #headAt(oid, ref, key) {
        const stored = await this.#objects.commit(oid, ledger_reading(ref));
        if (stored === undefined)
            throw unreadable(ref, `the ref exists, but the commit ${oid.slice(0, 12)} cannot be read`);
        return { head: { oid, entry: entryIn(stored, ref, key) }, parent: stored.parents[0] };
    }
}
function entryIn(stored, ref, key) {
    const decoded = (0,codec/* decodeEntry */.LP)(stored.message);
    if (!decoded.ok) {
        const [problem] = decoded.problems;
        throw new errors/* AdapterError */.om({ code: problem.code, message: `${ref} at ${stored.oid.slice(0, 12)}: ${problem.what} (found: ${problem.value ?? ''})`, remedy: problem.remedy });
    }
    const entry = decoded.value;
    if (stored.parents.length > 1)
        throw unreadable(ref, `entry ${entry.height} has ${stored.parents.length} parents`);
    if (key !== undefined && !(0,ledger_ref/* isSameLedger */.wu)(entry.key, key))
        throw unreadable(ref, `entry ${entry.height} belongs to ${(0,ledger_ref/* nameLedger */.Vf)(entry.key)}`);
    return entry;
}
function ledger_reading(ref) {
    return { what: `read the ledger ${ref}`, permission: 'contents: read' };
}
function unreadable(ref, why) {
    return new errors/* AdapterError */.om({
        code: 'ledger_unreadable',
        message: `${ref}: ${why}`,
        remedy: `Look at it with \`git fetch origin ${ref} && git log FETCH_HEAD\`. docs/reference/ledger.md says how to move it back to the last good entry.`,
    });
}

;// CONCATENATED MODULE: ./build/src/adapters/github/run-probe.js
// Whether the workflow run behind a lease still lives. Only GitHub's word that it is completed counts; everything else keeps the lock.

const ALIVE = ['queued', 'in_progress', 'waiting', 'pending', 'requested'];
/** Asks GitHub about runs of this repository, and `others` about the rest. Nothing local is believed about a run on GitHub: hosted machines are alike. */
function gitHubRunProbe(github, others) {
    return {
        state: async (run) => {
            const number = runNumber(run, github.repository);
            if (number === 'elsewhere')
                return 'unknown';
            return number === undefined ? others.state(run) : stateOf(github, number, run.attempt);
        },
    };
}
/** The number in `gh-<number>-<job>-<uuid>`; undefined for a run that is not on GitHub. */
function runNumber(run, repository) {
    const number = /^gh-(\d{1,18})-/.exec(run.id)?.[1];
    if (number === undefined)
        return undefined;
    return run.url?.toLowerCase().endsWith(`/${repository.toLowerCase()}/actions/runs/${number}`) === true ? number : 'elsewhere';
}
async function stateOf(github, number, attempt) {
    try {
        const { status, data } = await github.read(`actions/runs/${number}/attempts/${attempt}`, { what: `read workflow run ${number}`, permission: 'actions: read' });
        if (status !== 200 || !(0,shape/* isRecord */.u4)(data) || String(data['id']) !== number || data['run_attempt'] !== attempt)
            return 'unknown';
        if (data['status'] === 'completed')
            return 'finished';
        return typeof data['status'] === 'string' && ALIVE.includes(data['status']) ? 'running' : 'unknown';
    }
    catch {
        // A question that was not answered is no answer (FAULTS C09).
        return 'unknown';
    }
}

;// CONCATENATED MODULE: ./build/src/adapters/github/connect.js






/** Connects to the repository that the variables name. Makes no request. Throws ConfigError with everything that is missing. */
function connectGitHub(options) {
    const { env, clock } = options;
    const token = (options.token ?? env['GITHUB_TOKEN'] ?? '').trim();
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    const baseUrl = (env['GITHUB_API_URL'] ?? 'https://api.github.com').replace(/\/$/, '');
    const problems = [];
    if (token === '')
        problems.push({ code: 'github.token', what: 'there is no token for GitHub', remedy: 'Give `github-token: ${{ github.token }}` to the action, or set GITHUB_TOKEN.' });
    if (/[^!-~]/.test(token))
        problems.push({ code: 'github.token', what: 'the token for GitHub holds a blank or a line break', remedy: 'Pass the token and nothing else.' });
    if (!/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/.test(repository) || /\/\.{1,2}$/.test(repository)) {
        problems.push({ code: 'github.repository', what: 'GITHUB_REPOSITORY names no repository', value: repository.slice(0, 80), remedy: 'A runner sets it; elsewhere set it to `owner/name`.' });
    }
    if (!isSafeAddress(baseUrl))
        problems.push({ code: 'github.address', what: 'GITHUB_API_URL is no https address', value: baseUrl.slice(0, 80), remedy: 'Write it as `https://api.github.com` or `https://<server>/api/v3`: a token is sent there.' });
    const [first, ...others] = problems;
    if (first !== undefined)
        throw new errors/* ConfigError */.xL([first, ...others]);
    const github = new GitHub({ baseUrl, repository, token, clock });
    return {
        ledger: (namespace) => openGitHubLedger(github, namespace),
        runs: (others) => gitHubRunProbe(github, others),
        tasks: gitHubTasks(github),
        approvals: gitHubApprovals(github),
    };
}
/** A token does not travel in the clear, except on this machine. */
function isSafeAddress(text) {
    if (!URL.canParse(text))
        return false;
    const { protocol, hostname, search, hash, username } = new URL(text);
    const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname) || hostname.endsWith('.localhost');
    return (protocol === 'https:' || (protocol === 'http:' && isHere)) && search === '' && hash === '' && username === '';
}


/***/ })

};
