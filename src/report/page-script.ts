import { CHART_SCRIPT } from './chart-script.ts';
import { CONTROL_SCRIPT } from './control-script.ts';
import { EXPOSURE_SCRIPT } from './exposure-script.ts';

/** The page's own code for the browser, which shares nothing with the page but the chart library's global. */
export const PAGE_SCRIPT = `(() => {
'use strict';
${CHART_SCRIPT}
${EXPOSURE_SCRIPT}
${CONTROL_SCRIPT}
})();
`;
