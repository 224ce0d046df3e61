import { z } from 'zod';

/** How a learner re-adapts to the changes that its detector confirms; lengths are in decision slices. */
export const adaptationSchema = z
  .strictObject({
    budget: z
      .int()
      .min(0)
      .max(1e6)
      .nullable()
      .describe('most adaptations within budgetBars slices (null: no limit)'),
    budgetBars: z.int().min(1).max(1e9).describe('slices over which the budget counts'),
    shrinkage: z
      .number()
      .min(0)
      .max(1e6)
      .describe(
        'slices of support at which the adapted model counts half, the initialisation the other half',
      ),
    pastTasks: z
      .int()
      .min(0)
      .max(1_000)
      .describe('similar past regimes whose remembered rows join the support, the nearest ones'),
    revertBars: z
      .int()
      .min(0)
      .max(1e6)
      .describe('slices after a confirmed change in which it can be taken back as a false alarm (0: never)'),
  })
  .partial();

/** The settings as they are given; what is left out has its default. */
export type GivenAdaptation = z.infer<typeof adaptationSchema>;

/** The settings, none of them left out. */
export interface AdaptationSettings {
  readonly budget: number | null;
  readonly budgetBars: number;
  readonly shrinkage: number;
  readonly pastTasks: number;
  readonly revertBars: number;
}

/** By default a learner adapts as often as a change asks for, on the rows since the change alone, wholly, for good. */
export function adaptationOf(given: GivenAdaptation = {}): AdaptationSettings {
  const { budget = null, budgetBars = 252, shrinkage = 0, pastTasks = 0, revertBars = 0 } = given;
  return { budget, budgetBars, shrinkage, pastTasks, revertBars };
}
