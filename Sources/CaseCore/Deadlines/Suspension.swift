/// A stretch of time in which a term stood still, over and done with.
struct Suspension: Sendable, Hashable {
  let from: Instant
  let to: Instant

  var microseconds: Int64 { to.microseconds(since: from) }

  /// The days in Amsterdam on which the term stood still: the day of resumption counts again, in the place of the day of
  /// suspension. Empty when both are the same day.
  var dates: Range<CivilDate> { Amsterdam.date(at: from)..<Amsterdam.date(at: to) }
}

extension Ledger {
  var suspensions: [Suspension] {
    var found: [Suspension] = []
    var open: Instant?
    for entry in entries {
      switch entry {
      case .suspended(let at): open = at
      case .resumed(let at):
        if let from = open { found.append(Suspension(from: from, to: at)) }
        open = nil
      case .extended: continue
      }
    }
    return found
  }

  /// The length of the rule and of all extensions, one sum per unit, so that months are counted from the start in one go.
  /// The sums decide whether the Algemene termijnenwet still applies: the narrow reading, which can only make a deadline early.
  func lengths(extending rule: DeadlineRule) throws(DeadlineError) -> [Length] {
    var sums = [rule.length]
    for case .extended(let extra, _) in entries {
      try rule.kind.requireCountable(extra.unit)
      guard (extra.unit == .hours) == (rule.length.unit == .hours) else {
        throw .mixedUnits(extra.unit, rule.length.unit)
      }
      guard let index = sums.firstIndex(where: { $0.unit == extra.unit }) else {
        sums.append(extra)
        continue
      }
      do { sums[index] = try Length(sums[index].amount + extra.amount, extra.unit) } catch { throw .tooLong }
    }
    return sums
  }
}
