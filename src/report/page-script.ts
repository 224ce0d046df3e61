import { CHART_SCRIPT } from './chart-script.ts';
import { CONTROL_SCRIPT } from './control-script.ts';
import { EXPOSURE_SCRIPT } from './exposure-script.ts';
import { UNPACK_SCRIPT } from './packed-json.ts';
import { TRADE_SCRIPT } from './trade-script.ts';

/** The page's own code for the browser, which shares nothing with the page but the chart library's global. */
export const PAGE_SCRIPT = `(() => {
'use strict';
${UNPACK_SCRIPT}
${CHART_SCRIPT}
${EXPOSURE_SCRIPT}
${TRADE_SCRIPT}
${CONTROL_SCRIPT}
})();
`;
