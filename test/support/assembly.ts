import type { z } from 'zod';
import { type CostSettings, costModel } from '../../src/broker/costs.ts';
import { DEFAULT_FILL_RULES, type FillRules } from '../../src/broker/fill-rules.ts';
import { SimulatedExchange } from '../../src/broker/simulated-exchange.ts';
import { Clock } from '../../src/engine/clock.ts';
import { Engine } from '../../src/engine/engine.ts';
import type { Strategist } from '../../src/engine/strategist.ts';
import { Timers } from '../../src/engine/timers.ts';
import { CurrencyExchange } from '../../src/ledger/currency-exchange.ts';
import { Financing, type FinancingRates, isFinanced } from '../../src/ledger/financing.ts';
import { Ledger, type LedgerTerms } from '../../src/ledger/ledger.ts';
import { randomFrom } from '../../src/math/random.ts';
import { amendedRequest } from '../../src/orders/amended-request.ts';
import { planTarget, sortReductionsFirst } from '../../src/orders/target-planner.ts';
import { CashAccount } from '../../src/risk/cash-account.ts';
import { LeverageGate, type SymbolRules } from '../../src/risk/leverage-gate.ts';
import { Tradability } from '../../src/risk/tradability.ts';
import { TradingDay } from '../../src/risk/trading-day.ts';
import type { Strategy, TimerDeclaration } from '../../src/strategy/definition.ts';
import type { LearnerHost } from '../../src/strategy/learner-host.ts';
import { StrategyHost } from '../../src/strategy/strategy-host.ts';
import { type ExchangeMarket, marketOf } from './exchange-market.ts';
import { MemoryJournal } from './memory-journal.ts';
import { type SliceRow, slicesOf, symbolsOf } from './slices.ts';

/** How a run of a test is set up: without costs and with ample volume, 100,000 of cash and a gross limit of 1 by default. */
export interface AssemblySettings
  extends Partial<FinancingRates>,
    Partial<FillRules>,
    Partial<CostSettings>,
    ExchangeMarket,
    Partial<SymbolRules> {
  readonly symbols?: readonly string[];
  readonly cash?: number;
  readonly grossLimit?: number;
  readonly timers?: Readonly<Record<string, TimerDeclaration>>;
  readonly account?: 'margin' | 'cash';
  readonly drawdownStop?: number;
  readonly orderRate?: number;
  readonly turnoverLimit?: number;
  readonly positionLimit?: number;
  readonly netLimit?: number;
  readonly priceCollar?: number;
  readonly initialMargin?: number;
  readonly maintenanceMargin?: number;
  /** One currency and multipliers of 1 if not given. */
  readonly terms?: LedgerTerms;
  readonly foreignCash?: 'convert' | 'keep';
  readonly conversionBps?: number;
}

/** All stages of a run, wired as `src/run` wires them, with a journal in memory. */
export interface Assembly {
  readonly engine: Engine;
  readonly ledger: Ledger;
  readonly exchange: SimulatedExchange;
  readonly clock: Clock;
  readonly journal: MemoryJournal;
}

/** Wires an engine around a strategist, which is made once the account and the book are there. */
export function assemble(
  symbolCount: number,
  settings: AssemblySettings,
  strategistOf: (ledger: Ledger, exchange: SimulatedExchange) => Strategist,
  journal: MemoryJournal = new MemoryJournal(),
): Assembly {
  const { cash = 100_000, grossLimit = 1 } = settings;
  const ledger = new Ledger(symbolCount, cash, settings.terms);
  const costs = costModel({ commissionBps: 0, slippageBps: 0, ...settings });
  const rules = rulesOf(settings);
  const symbolRules = Array.from({ length: symbolCount }, () => symbolRuleOf(settings));
  const market = marketOf(symbolCount, settings);
  const steps = stepsOf(symbolRules);
  const exchange = new SimulatedExchange({ symbolCount, costs, rules, account: ledger, ...market, ...steps });
  const financingRates = { cashRate: 0, debitRate: 0, borrowRate: 0, ...settings };
  const clock = new Clock();
  const tradability = new Tradability(symbolCount);
  const engine = new Engine({
    clock,
    timers: new Timers(settings.timers ?? {}),
    exchange,
    ledger,
    strategist: strategistOf(ledger, exchange),
    gate: new LeverageGate({
      ...settings,
      symbolCount,
      symbolRules,
      grossLimit,
      account: ledger,
      book: exchange.book,
      tradability,
      tradingDay: new TradingDay(settings, () => clock.time),
      cashAccount:
        settings.account === 'cash'
          ? new CashAccount({
              symbolCount,
              account: ledger,
              book: exchange.book,
              paysInOwnCurrency: settings.foreignCash === 'keep',
            })
          : null,
    }),
    tradability,
    drawdownStop: settings.drawdownStop ?? null,
    margin: {
      initialMargin: settings.initialMargin ?? null,
      maintenanceMargin: settings.maintenanceMargin ?? null,
    },
    financing: isFinanced(financingRates) ? new Financing(financingRates, ledger) : null,
    currencyExchange:
      ledger.currencies.length === 1
        ? null
        : new CurrencyExchange({
            ledger,
            convertsAtOnce: settings.foreignCash !== 'keep',
            conversionBps: settings.conversionBps ?? 0,
            borrowLimit: settings.account === 'cash' ? 0 : grossLimit,
          }),
    journal,
    planner: { plan: planTarget, sort: sortReductionsFirst, amend: amendedRequest },
  });
  return { engine, ledger, exchange, clock, journal };
}

function rulesOf(settings: AssemblySettings): FillRules {
  const { entryBar, fill, intrabar, limitFill, participation } = {
    ...DEFAULT_FILL_RULES,
    participation: 'none' as const,
    ...settings,
  };
  return { entryBar, fill, intrabar, limitFill, participation };
}

function symbolRuleOf(settings: AssemblySettings): SymbolRules {
  const { lotSize, minNotional, tickSize = null, allowsNegativePrices = false } = settings;
  return { lotSize, minNotional, tickSize, allowsNegativePrices };
}

/** The steps of prices and parts, as an exchange takes them. */
function stepsOf(rules: readonly SymbolRules[]) {
  return {
    tickSizes: rules.map(({ tickSize }) => tickSize),
    lotSizes: rules.map(({ lotSize = null }) => lotSize),
  };
}

/** What a run of a strategy may have beside its settings. */
export interface StrategyRun extends AssemblySettings {
  readonly parameters?: z.infer<z.ZodObject>;
  readonly learner?: LearnerHost | null;
  /** Rows before this one warm up. */
  readonly testFromRow?: number;
}

/** Runs a strategy over the rows, one slice a day, to the end of the data. */
export function runStrategy(strategy: Strategy, rows: readonly SliceRow[], run: StrategyRun = {}): Assembly {
  const symbols = run.symbols ?? symbolsOf(rows);
  const parameters = run.parameters ?? strategy.parameters.parse({});
  const timers = strategy.timers?.(parameters) ?? {};
  const assembly = assemble(symbols.length, { ...run, timers }, (ledger, exchange) => {
    return new StrategyHost({
      strategy,
      parameters,
      symbols,
      random: randomFrom(1),
      account: ledger,
      openOrders: (symbolIndex) => exchange.openOrders(symbolIndex),
      learner: run.learner ?? null,
    });
  });
  for (const slice of slicesOf(rows, symbols)) {
    if (slice.index < (run.testFromRow ?? 0)) assembly.engine.warmUp(slice);
    else assembly.engine.handle(slice);
  }
  assembly.engine.finish();
  return assembly;
}
