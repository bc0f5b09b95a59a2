import CaseCore

/// A fact as a variable: 0 when it has no value, otherwise one more than the number of its value.
struct AbstractFact {
  let variable: Space.Variable
  private let kind: Kind

  private enum Kind {
    case choice([Value])
    /// From 0; a higher number counts as this.
    case number(highest: Int)
    /// Only whether it has a value.
    case date
  }

  /// A number fact with a higher bound is not followed.
  private static let mostNumber: Int64 = 12

  /// - Parameter highest: the highest number that it is compared with.
  /// - Returns: `nil` for a fact that is not followed: guards on it may hold or not.
  init?(_ fact: Fact, highest: Int64, in space: Space) {
    switch fact.kind {
    case .choice(let options):
      kind = .choice(options.map { .choice($0.key) })
      variable = space.variable(options.count + 1)
    case .number:
      guard highest <= Self.mostNumber else { return nil }
      kind = .number(highest: Int(max(highest, 1)))
      variable = space.variable(Int(max(highest, 1)) + 2)
    case .date:
      kind = .date
      variable = space.variable(2)
    case .text, .reference, .child, .otherCase, .list: return nil
    }
  }

  var isChoice: Bool { if case .choice = kind { true } else { false } }

  func index(of value: Value?) -> Int {
    switch (kind, value) {
    case (.choice(let values), let value?): values.firstIndex(of: value).map { $0 + 1 } ?? 0
    case (.number(let highest), .number(let number)): Int(min(max(number, 0), Int64(highest))) + 1
    case (.date, .date): 1
    default: 0
    }
  }

  /// The values that it can be set to; of a number, those of at least 0.
  var settable: Range<Int> { 1..<variable.values }

  /// The values of at least this number.
  func indices(from number: Int64) -> Range<Int> { min(index(of: .number(number)), variable.values)..<variable.values }

  /// The value after an increment; no number counts as 0.
  func counted(_ index: Int) -> Int { min(max(index, 1) + 1, variable.values - 1) }

  /// Whether a variable's value stands for this value only.
  func isExact(_ value: Value) -> Bool {
    switch (kind, value) {
    case (.choice, _): true
    case (.number(let highest), .number(let number)): number >= 0 && number < Int64(highest)
    default: false
    }
  }
}
