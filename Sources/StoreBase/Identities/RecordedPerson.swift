package import CaseCore

/// Who a case is about, as a command recorded it: what two cases are compared by, and nothing else of the person.
package struct RecordedPerson: Hashable {
  package var surname: String
  package var prefix: String?
  package var given: String?
  package var initials: String?
  package var born: CivilDate?

  package init(surname: String, prefix: String? = nil, given: String? = nil, initials: String? = nil, born: CivilDate?)
  {
    self.surname = surname
    self.prefix = prefix
    self.given = given
    self.initials = initials
    self.born = born
  }

  /// The texts of which two persons that may be one have one in common; none, when too little of the person is known (N7, N8).
  ///
  /// All parts of the surname, and of a surname of several each part by itself, each with the first letter of a given name and the date of
  /// birth. A part of one letter says too little to stand alone.
  package var forms: Set<String> {
    guard let born else { return [] }
    let parts = NameRules.parts(ofSurname: surname, prefix: prefix)
    guard !parts.isEmpty else { return [] }
    var names: Set<String> = [Self.joined(parts.map(\.usual)), Self.joined(parts.map { $0.unglued ?? $0.usual })]
    if parts.count > 1 {
      names.formUnion(parts.flatMap { [$0.usual, $0.unglued].compactMap(\.self) }.filter { $0.count > 1 })
    }
    let letters = NameRules.letters(ofGiven: given, initials: initials)
    return Set(names.flatMap { name in letters.map { "\(name) \($0) \(born)" } })
  }

  private static func joined(_ parts: [String]) -> String { parts.sorted().joined(separator: "+") }
}
