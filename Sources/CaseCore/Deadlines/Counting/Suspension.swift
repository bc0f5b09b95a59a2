/// A period in which a term was suspended, and that has ended.
struct Suspension: Sendable, Hashable {
  let from: Instant
  let to: Instant

  var microseconds: Int64 { to.microseconds(since: from) }

  /// The days in Amsterdam on which a term of this kind was suspended; empty when no day was lost.
  ///
  /// Under the Dutch statutes (`atw`) a term is suspended from the day *after* the suspension until the day of resumption
  /// (Algemene wet bestuursrecht, article 4:15, paragraph 1), so both of those days count. Paragraph 2 (a delay that the
  /// applicant agreed to or caused, force majeure) could be read as one day more; the narrow reading can only make a
  /// deadline early. Under the other kinds, for which no statute says so, the day of resumption takes the place of the day
  /// of suspension: midnights are counted.
  func dates(for kind: DeadlineKind) -> Range<CivilDate> {
    let (first, end) = (Amsterdam.date(at: from).adding(days: kind == .atw ? 1 : 0), Amsterdam.date(at: to))
    return min(first, end)..<end
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

  /// The extensions of the term, in order of time.
  var extras: [Length] {
    entries.compactMap { if case .extended(let extra, _) = $0 { extra } else { nil } }
  }

  /// The length of the rule and of all extensions, one sum per unit, so that months are counted from the start at once. The
  /// sums decide whether the Algemene termijnenwet still applies: the narrow reading, which can only make a deadline early.
  func lengths(extending rule: DeadlineRule) throws(DeadlineError) -> [Length] {
    var sums = [rule.length]
    for extra in extras {
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
