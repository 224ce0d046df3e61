import type { AccountView } from '../model/account.ts';
import type { OrderRequest, RefusalReason } from '../model/order.ts';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { EpochMs } from '../model/time.ts';
import { HeldPositions } from './held-positions.ts';
import type { OrderRule, RuleContext } from './order-rule.ts';
import type { SymbolIndex } from './symbol-index.ts';

type AnyRule = OrderRule<Record<string, unknown>, unknown>;

/** How the rules of a strategy are set up. */
export interface OrderRulesSettings {
  readonly rules: Readonly<Record<string, AnyRule>>;
  readonly parameters: Record<string, unknown>;
  readonly state: unknown;
  readonly account: AccountView;
  readonly symbols: readonly string[];
  readonly indices: SymbolIndex;
  readonly present: () => EpochMs;
}

/** So many units, and the rule that allows no more. */
export interface RuleBound {
  readonly units: number;
  readonly reason: RefusalReason;
}

/** Asks the rules of a strategy. */
export class OrderRules {
  readonly #rules: readonly (readonly [name: string, rule: AnyRule])[];
  readonly #symbols: readonly string[];
  readonly #context: RuleContext<Record<string, unknown>, unknown>;

  constructor(settings: OrderRulesSettings) {
    const { account, indices, present, parameters, state } = settings;
    const positions = new HeldPositions(account, settings.symbols.length);
    this.#rules = Object.entries(settings.rules);
    this.#symbols = settings.symbols;
    this.#context = Object.freeze({
      parameters,
      state,
      get time() {
        return present();
      },
      get cash() {
        return account.cash;
      },
      get equity() {
        return account.equity;
      },
      position: (symbol: string) => positions.of(indices.of(symbol)),
    });
  }

  /**
   * The fewest units of an order that a rule allows, and which it is; null where all of them allow it. Throws what a rule
   * throws, and E_PLUGIN_SHAPE where one returns no number of at least 0.
   */
  bound(request: OrderRequest, price: number): RuleBound | null {
    const { symbolIndex, side, type, quantity, tag } = request;
    const order = Object.freeze({
      symbol: this.#symbols[symbolIndex]!,
      side,
      type,
      quantity,
      price,
      tag,
    });
    let bound: RuleBound | null = null;
    for (const [name, rule] of this.#rules) {
      const units: unknown = rule(order, this.#context);
      if (typeof units !== 'number' || !(units >= 0)) throw noNumber(name, units);
      if (units < (bound?.units ?? quantity)) bound = { units, reason: `rule:${name}` };
    }
    return bound;
  }
}

function noNumber(name: string, found: unknown): RegimetaError {
  const isPromise = found instanceof Promise;
  if (isPromise) found.catch(() => undefined);
  return new RegimetaError(isPromise ? 'E_PLUGIN_ASYNC' : 'E_PLUGIN_SHAPE', {
    place: `orderRules ${name}`,
    rule: 'a rule says how many units of the order it allows: a number from 0',
    found: isPromise ? 'a promise' : typeof found === 'number' ? String(found) : typeof found,
    repair: 'Return order.quantity to approve the order, and 0 to refuse it',
  });
}
