/**
 * The one door to the sale's behaviour for whoever needs it outside the runtime: the simulation, the
 * plan, the rehearsal's bounds, the command that makes invites, and the tests. What travels on the wire
 * is in `contract.ts`.
 */

export { AdmissionCache, ASK_EVERY, SPREAD } from "./admission-cache/admission-cache.ts";
export type { OrderForm } from "./contract.ts";
export { inviteCodes, isInvited, MAX_INVITES, readCode } from "./door/invite-code.ts";
export { Caller, EXPECTED } from "./draw/caller.ts";
export { commitmentOf, EVERYBODY, lateBy, lateNumber, numberOf } from "./draw/number.ts";
export { seedOf } from "./draw/seed.ts";
export { AdaptiveTtl, SHORTEST_FULL } from "./gate/adaptive-ttl.ts";
export { GateLedger, type Self } from "./gate/ledger.ts";
export type {
  Change,
  Claimed,
  Counts,
  GateSale,
  InLine,
  Looked,
  News,
  Order,
  Ordered,
  Settled,
  Slot,
  Ticket,
  WithNews,
} from "./gate/messages.ts";
export { gateOf, newsTtl, replyTtl } from "./gate/rules.ts";
export { type GateDeps, GateService } from "./gate/service.ts";
export {
  type Admitted,
  AT_ONCE,
  GateClient,
  type GateStub,
  TURNS_BEFORE_START,
} from "./gate-client/gate-client.ts";
export { type OutboxKey, OutboxLedger } from "./outbox/ledger.ts";
export type { OrderEvent } from "./outbox/messages.ts";
export { pause, retryAfter, type Sent, TRIED_FOR } from "./outbox/rules.ts";
export { OutboxService } from "./outbox/service.ts";
export { type Contact, normalContact } from "./register/contacts.ts";
export { RegisterLedger } from "./register/ledger.ts";
export type { RegisterStub, Taken } from "./register/messages.ts";
export { RegisterService } from "./register/service.ts";
export { judgeClaimUrl, standing } from "./routes/standing.ts";
export { StockroomLedger } from "./stockroom/ledger.ts";
export type { Account, Reply, Report, Terms } from "./stockroom/messages.ts";
export { StockroomService } from "./stockroom/service.ts";
export type { LedgerStorage, SqlValue } from "./storage.ts";
export { type Key, keysOf, MissingSecret } from "./tokens/keys.ts";
export type { Drawn, OrderToken } from "./tokens/tokens.ts";
