/// A stretch of time in which a term stood still, over and done with.
struct Suspension: Sendable, Hashable {
  let from: Instant
  let to: Instant

  var microseconds: Int64 { to.microseconds(since: from) }

  var days: Int { Amsterdam.date(at: to).days(since: Amsterdam.date(at: from)) }

  /// Whether the term stood still on this day. The day of resumption counts again, in the place of the day of suspension.
  /// Only the day of the event itself was never counted: when the suspension began on it, the day of resumption takes its place
  /// and is not counted either.
  func covers(_ date: CivilDate, ofTermFrom start: CivilDate) -> Bool {
    let (first, last) = (Amsterdam.date(at: from), Amsterdam.date(at: to))
    return first <= start ? first < date && date <= last : first <= date && date < last
  }
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
