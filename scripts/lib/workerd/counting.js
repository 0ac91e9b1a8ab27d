/**
 * The built Worker, unchanged, with counters around what it asks for: calls to objects by sale, object
 * and method, and HMACs. It runs in workerd as it stands, hence plain JavaScript. `GET /counts` tells
 * and forgets.
 */
import worker, {
  Console as BuiltConsole,
  Gate as BuiltGate,
  Stockroom as BuiltStockroom,
} from "./worker.js";

export { Register } from "./worker.js";

let counts = fresh();

function fresh() {
  return { hmacs: 0, sales: {} };
}

for (const method of ["sign", "verify"]) {
  const real = crypto.subtle[method];
  crypto.subtle[method] = function counted(...args) {
    counts.hmacs += 1;
    return real.apply(crypto.subtle, args);
  };
}

/** One wrapping per isolate and environment: the Worker tells deployments apart by their bindings. */
const wrapped = new WeakMap();

function counted(env) {
  let own = wrapped.get(env);
  if (!own) {
    own = {
      ...env,
      GATE: namespace(env.GATE, "gate"),
      STOCKROOM: namespace(env.STOCKROOM, "stockroom"),
      ...(env.REGISTER && { REGISTER: namespace(env.REGISTER, "register") }),
      ...networkLimits(),
      ...(env.CONSOLE && { CONSOLE: namespace(env.CONSOLE, "console") }),
    };
    wrapped.set(env, own);
  }
  return own;
}

/** As the platform counts new shoppers of one network (wrangler.toml), which workerd alone does not. */
function networkLimits() {
  return { NETWORK_60: limiter(60), NETWORK_600: limiter(600), NETWORK_6000: limiter(6_000) };
}

function limiter(most) {
  let since = 0;
  const seen = new Map();
  return {
    async limit({ key }) {
      if (Date.now() - since > 60_000) {
        since = Date.now();
        seen.clear();
      }
      seen.set(key, (seen.get(key) ?? 0) + 1);
      return { success: seen.get(key) <= most };
    },
  };
}

function namespace(real, kind) {
  return { getByName: (name) => stub(real.getByName(name), name, kind) };
}

/**
 * `name`: `<sale>/<gate>`, `<sale>/<shard>` for a register, or `<sale>` for its stockroom. The console
 * counts as a sale of its name.
 */
function stub(real, name, kind) {
  const [sale, index] = name.split("/");
  const object = index === undefined ? kind : `${kind} ${index}`;
  return new Proxy(real, {
    get: (target, method) =>
      function call(...args) {
        count(sale, object, method);
        return target[method](...args);
      },
  });
}

function count(sale, object, method) {
  counts.sales[sale] ??= {};
  counts.sales[sale][object] ??= {};
  const methods = counts.sales[sale][object];
  methods[method] = (methods[method] ?? 0) + 1;
}

export class Gate extends BuiltGate {
  constructor(ctx, env) {
    super(ctx, counted(env));
  }
}

export class Stockroom extends BuiltStockroom {
  constructor(ctx, env) {
    super(ctx, counted(env));
  }
}

export class Console extends BuiltConsole {
  constructor(ctx, env) {
    super(ctx, counted(env));
  }
}

export default {
  fetch(request, env, ctx) {
    if (!request.url.endsWith("/counts")) return worker.fetch(request, counted(env), ctx);
    const told = counts;
    counts = fresh();
    return Response.json(told);
  },
};
