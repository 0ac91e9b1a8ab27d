/** What every check may know beside its sale. */

export interface Around {
  now: number;
  /** The marketer's time zone. */
  zone: string;
  /** The marketer has said so; otherwise it is this machine's. */
  isOwnZone: boolean;
  /** Only one sale was asked for, by its name. */
  named: boolean;
}
