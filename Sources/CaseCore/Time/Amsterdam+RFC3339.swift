extension Amsterdam {
  /// RFC 3339 as clocks in the Netherlands show it, with the offset: `2026-12-30T00:00:00+01:00`.
  public static func rfc3339(_ instant: Instant) -> String {
    let local = local(at: instant)
    let isSummer = Instant(microseconds: instant.microseconds + 2 * 3_600 * Instant.microsecondsASecond).utc == local
    return "\(local)+0\(isSummer ? 2 : 1):00"
  }
}
