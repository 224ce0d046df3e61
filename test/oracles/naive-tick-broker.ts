/** What the market offers at one moment: a price and units for each side. */
export interface NaiveTick {
  readonly buyPrice: number;
  readonly sellPrice: number;
  /** Units that all buys, and all sells, can take; one room for both where `sharedRoom` is set. */
  readonly buyRoom: number;
  readonly sellRoom: number;
  readonly sharedRoom: boolean;
  /** What a position is worth, a unit. */
  readonly mark: number;
}

/** An order as the plan of a test states it: at a moment, to be filled from the next one on. */
export interface NaiveTickOrder {
  readonly decidedAt: number;
  readonly side: 'buy' | 'sell';
  readonly type: 'market' | 'limit' | 'stop' | 'trailing-stop';
  readonly quantity: number;
  /** The limit, the stop, or the distance of the trail. */
  readonly price: number;
}

/** One fill, by the place of its order in the plan. */
export interface NaiveTickFill {
  readonly tick: number;
  readonly order: number;
  readonly quantity: number;
  readonly price: number;
  readonly commission: number;
}

interface Resting {
  readonly number: number;
  readonly order: NaiveTickOrder;
  open: number;
  stop: number;
  triggered: boolean;
}

/** Slippage and commission, as parts of the price and of the value. */
export interface NaiveTickCosts {
  readonly slippage: number;
  readonly commission: number;
}

/** A broker on quotes or trades, moment by moment, written from docs/semantics.md alone: fills, and equity at every moment. */
export function naiveTickBroker(
  ticks: readonly NaiveTick[],
  plan: readonly NaiveTickOrder[],
  cash: number,
  costs: NaiveTickCosts,
): { fills: NaiveTickFill[]; equity: number[] } {
  const fills: NaiveTickFill[] = [];
  const equity: number[] = [];
  let resting: Resting[] = [];
  let money = cash;
  let held = 0;
  ticks.forEach((tick, at) => {
    const room = { buy: tick.buyRoom, sell: tick.sellRoom };
    for (const one of resting) {
      const { order } = one;
      const price = order.side === 'buy' ? tick.buyPrice : tick.sellPrice;
      if (!isReached(one, price)) continue;
      one.triggered = true;
      const quantity = Math.min(one.open, room[order.side]);
      if (quantity <= 0) continue;
      room[order.side] -= quantity;
      if (tick.sharedRoom) room[order.side === 'buy' ? 'sell' : 'buy'] -= quantity;
      one.open -= quantity;
      const sign = order.side === 'buy' ? 1 : -1;
      const paid = order.type === 'limit' ? price : price * (1 + sign * costs.slippage);
      const commission = quantity * paid * costs.commission;
      fills.push({ tick: at, order: one.number, quantity, price: paid, commission });
      money -= sign * quantity * paid + commission;
      held += sign * quantity;
    }
    resting = resting.filter(({ open }) => open > 1e-9);
    for (const one of resting) trail(one, tick);
    equity.push(money + held * tick.mark);
    plan.forEach((order, number) => {
      if (order.decidedAt !== at) return;
      const one = { number, order, open: order.quantity, stop: order.price, triggered: false };
      if (order.type === 'trailing-stop') {
        one.stop = order.side === 'sell' ? tick.sellPrice - order.price : tick.buyPrice + order.price;
      }
      resting.push(one);
    });
  });
  return { fills, equity };
}

function isReached({ order, stop, triggered }: Resting, price: number): boolean {
  if (order.type === 'market') return true;
  if (order.type === 'limit') return order.side === 'buy' ? price <= order.price : price >= order.price;
  return triggered || (order.side === 'buy' ? price >= stop : price <= stop);
}

function trail(one: Resting, tick: NaiveTick): void {
  if (one.order.type !== 'trailing-stop') return;
  const { side, price } = one.order;
  one.stop =
    side === 'sell' ? Math.max(one.stop, tick.sellPrice - price) : Math.min(one.stop, tick.buyPrice + price);
}
