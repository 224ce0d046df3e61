/** How one mark of the equity is called: a day where a year has about as many marks as days, else a bar. */
export function periodNoun(periodsPerYear: number): { readonly plural: string; readonly title: string } {
  const daily = periodsPerYear > 200 && periodsPerYear < 370;
  return daily ? { plural: 'days', title: 'Days' } : { plural: 'bars', title: 'Bars' };
}
