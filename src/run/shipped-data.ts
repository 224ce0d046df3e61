import { fileURLToPath } from 'node:url';

/** The data folder that comes with this package. */
export const SHIPPED_DATA: string = fileURLToPath(new URL('../../datasets/us-daily', import.meta.url));
