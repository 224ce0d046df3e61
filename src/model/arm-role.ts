/** What an arm is for: the one that is judged, a control that isolates its cause, or a classical baseline. */
export type ArmRole = 'subject' | 'control' | 'baseline';
