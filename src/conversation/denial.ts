/**
 * The audit event for a refused call, or none when it merely failed.
 * @param known Whether the tool exists and its arguments were readable.
 */
export function denialOf(errorCode: string, known: boolean): string | undefined {
  switch (errorCode) {
    case 'not-permitted': return 'authz.denied';
    // A record out of reach and a missing one are answered alike, and both are recorded as a denial.
    case 'not-found': return known ? 'authz.denied' : 'policy.blocked';
    case 'not-approved': return 'approval.invalid';
    case 'invalid-input': return known ? undefined : 'input.rejected';
    case 'rate-limited': return 'limit.exceeded';
    case 'too-large': return known ? undefined : 'limit.exceeded';
    default: return undefined;
  }
}

const APPROVAL_FIELD = /"(?:\w*approv\w*|\w*consent\w*|confirm\w*|authori[sz]ed?\w*)"\s*:/i;

/** Whether a call's arguments say that somebody has agreed to it. */
export function claimsApproval(argumentsText: string): boolean {
  return APPROVAL_FIELD.test(argumentsText);
}
