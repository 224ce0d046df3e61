import { distance } from 'fastest-levenshtein';
import { RegimetaError } from '../model/regimeta-error.ts';
import type { Strategy } from '../strategy/definition.ts';
import { metricFault, type ShapeFault } from './metric-shape.ts';

/** Names become names of files and of arms. */
const STRATEGY_NAME = /^[A-Za-z0-9][\w.-]{0,79}$/;

/** Names become flags, of which those that begin with `--no-` turn others off. */
const PARAMETER_NAME = /^(?!no[A-Z_])[A-Za-z]\w*$/;

const HOOKS_NEEDED = ['lookback', 'onBar'] as const;
const HOOKS_OPTIONAL = ['timeframes', 'decidesAt', 'timers', 'learner', 'init'] as const;
const PROPERTIES = [
  'name',
  'description',
  'parameters',
  'orderRules',
  'metrics',
  ...HOOKS_NEEDED,
  ...HOOKS_OPTIONAL,
] as const;

/** Names of rules become reasons of refusals. */
const RULE_NAME = /^[a-z][a-z0-9-]{0,39}$/;

/**
 * The default export of a strategy file as a strategy. Plugins are compiled without a type check, so that everything
 * the engine relies on is looked at here; throws E_PLUGIN_SHAPE.
 */
export function checkedStrategy(exported: unknown, path: string): Strategy {
  const candidate = exported as Strategy | null | undefined;
  if (candidate?.kind !== 'regimeta-strategy' || candidate.apiVersion !== 1) {
    throw new RegimetaError('E_PLUGIN_SHAPE', {
      place: path,
      rule: 'the default export is a strategy made by defineStrategy',
      found: exported === undefined ? 'no default export' : typeof exported,
      repair: 'Write export default defineStrategy({ … })',
    });
  }
  const fault =
    nameFault(candidate) ??
    hookFault(candidate) ??
    ruleFault(candidate) ??
    metricFault(candidate.metrics) ??
    parameterFault(candidate.parameters);
  if (fault) throw new RegimetaError('E_PLUGIN_SHAPE', { place: path, ...fault });
  return candidate;
}

function nameFault({ name, description }: Strategy): ShapeFault | null {
  if (typeof name !== 'string' || !STRATEGY_NAME.test(name)) {
    return {
      rule: 'the name of a strategy has at most 80 letters, digits, hyphens, dots and underscores, a letter or digit first',
      found: printed(name),
      repair: 'Choose a short name such as sma-crossover',
    };
  }
  if (typeof description === 'string') return null;
  return { rule: 'the description of a strategy is text', found: printed(description) };
}

function hookFault(strategy: Strategy): ShapeFault | null {
  for (const hook of HOOKS_NEEDED) {
    if (typeof strategy[hook] !== 'function')
      return { rule: `${hook} is a function`, found: printed(strategy[hook]), repair: hookRepair(hook) };
  }
  for (const hook of HOOKS_OPTIONAL) {
    if (strategy[hook] !== undefined && typeof strategy[hook] !== 'function')
      return {
        rule: `${hook} is a function, or left out`,
        found: printed(strategy[hook]),
        repair: hookRepair(hook),
      };
  }
  for (const property of Object.keys(strategy)) {
    const meant = misspelt(property);
    if (meant)
      return {
        rule: `a strategy has no property ${property}`,
        found: property,
        repair: `Did you mean ${meant}?`,
      };
  }
  return null;
}

const hookRepair = (hook: string): string =>
  hook === 'onBar' ? 'Write onBar(context) { … }' : `Write ${hook}: () => …, of what it is to give`;

function ruleFault({ orderRules }: Strategy): ShapeFault | null {
  if (orderRules === undefined) return null;
  if (typeof orderRules !== 'object' || orderRules === null)
    return { rule: 'orderRules is an object of functions by name', found: printed(orderRules) };
  for (const [name, rule] of Object.entries(orderRules)) {
    if (!RULE_NAME.test(name)) {
      return {
        rule: 'the name of a rule has at most 40 small letters, digits and hyphens, a letter first',
        found: JSON.stringify(name),
        repair: 'Choose a name such as no-pennies',
      };
    }
    if (typeof rule !== 'function') return { rule: `the rule ${name} is a function`, found: printed(rule) };
  }
  return null;
}

/** The property that a similar name most probably meant; null for a known name, and for one that is like none. */
function misspelt(property: string): string | null {
  if ((PROPERTIES as readonly string[]).includes(property)) return null;
  return (
    PROPERTIES.find((known) => distance(property.toLowerCase(), known.toLowerCase()) <= known.length / 4) ??
    null
  );
}

function parameterFault(parameters: unknown): ShapeFault | null {
  const shape = (parameters as { shape?: unknown } | null | undefined)?.shape;
  if (typeof shape !== 'object' || shape === null) {
    return {
      rule: 'parameters is a zod object',
      found: printed(parameters),
      repair: 'Write z.object({ … })',
    };
  }
  const name = Object.keys(shape).find((key) => !PARAMETER_NAME.test(key) || key in Object.prototype);
  if (name === undefined) return null;
  return {
    rule: 'the name of a parameter has letters, digits and underscores, a letter first, and does not begin with no as in noStop',
    found: JSON.stringify(name),
    repair: 'Rename the parameter',
  };
}

const printed = (value: unknown): string =>
  typeof value === 'string' ? JSON.stringify(value) : value === undefined ? 'nothing' : typeof value;
