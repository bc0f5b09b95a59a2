import CaseCore
import StoreBase
import Testing

/// The table of examples of the rules of names: what is written, what is the same, and by which rule. The record of the decision has the same rows.
@Suite struct NameRulesTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let one: String
    let other: String
    let isSame: Bool
    let rule: String

    init(_ rule: String, _ one: String, _ other: String, _ isSame: Bool = true) {
      (self.one, self.other, self.isSame, self.rule) = (one, other, isSame, rule)
    }

    var testDescription: String { "\(rule): \(one) / \(other)" }
  }

  /// A surname, and after a comma given names or initials. The last word of the latter is a prefix when it is written so.
  static let examples = [
    Example("N1", "Çelik, Ömer", "Celik, O."),
    Example("N1", "Sørensen, Bo", "SORENSEN, B"),
    Example("N1", "Weiß, Anna", "Weiss, A."),
    Example("N1", "Łukasz, Jan", "Lukasz, J."),
    Example("N1", "Yıldız, İpek", "Yildiz, I."),
    Example("N1", "Kjær, Ida", "Kjaer, Ida"),
    Example("N2", "JANSEN, ANNA", "jansen, anna"),
    Example("N3", "Jansen-Bakker, A.", "Jansen Bakker, A."),
    Example("N3", "Jansen\u{2011}Bakker, A.", "Bakker - Jansen, A."),
    Example("N4", "van den Berg-Jansen, A.", "Jansen, Anna"),
    Example("N4", "van den Berg-Jansen, A.", "Berg, A."),
    Example("N4", "'t Hooft, P.", "Hooft, Piet"),
    Example("N4", "d’Artagnan, C.", "Artagnan, Charles"),
    Example("N4", "El-Amrani, M.", "Elamrani, Mohamed"),
    Example("N4", "El-Amrani, M.", "Amrani, Mohamed"),
    Example("N4", "Elamrani, M.", "Amrani, Mohamed"),
    Example("N4", "el Amrani, M.", "Amrani, M., el"),
    Example("N4", "van der, A.", "der, A."),
    // People see that these are two, and dismiss it.
    Example("N4", "Elders, P.", "Ders, P."),
    Example("N4", "Alta, P.", "Ta, P.", false),
    Example("N4", "Bos, P.", "van, P.", false),
    Example("N5", "IJsbrand, K.", "Ysbrand, K."),
    Example("N5", "Dijkstra, K.", "Dykstra, K."),
    Example("N5", "\u{0132}sbrand, K.", "Ysbrand, K."),
    Example("N6", "Bakker-Jansen, A.", "Jansen-Bakker, A."),
    Example("N6", "O'Brien, S.", "O'Neill, S.", false),
    Example("N7", "Hassan, Mohamed", "Hassan, Muhammad"),
    Example("N7", "Hassan, M.A.", "Hassan, Mohamed Ali"),
    Example("N7", "Hassan, A.", "Hassan, Mohamed", false),
    Example("N7", "Hassan", "Hassan", false),
    Example("-", "Jansen, A.", "Janssen, A.", false),
    Example("-", "Khoury, A.", "Elkhouri, A.", false),
    Example("-", "Jansen, A.", "Bakker, A.", false),
    Example("-", "-, A.", "-, A.", false),
  ]

  @Test(arguments: examples) func isAsTheTableSays(_ example: Example) throws {
    let born = CivilDate(year: 1999, month: 4, day: 5)
    #expect(Self.areOne(example.one, example.other, born, born) == example.isSame)
    #expect(Self.areOne(example.other, example.one, born, born) == example.isSame)
  }

  @Test func theDateOfBirthCountsWhole() throws {
    let (day, next) = (CivilDate(year: 1999, month: 4, day: 5), CivilDate(year: 1999, month: 4, day: 6))
    #expect(!Self.areOne("Jansen, A.", "Jansen, A.", day, next))
    #expect(!Self.areOne("Jansen, A.", "Jansen, A.", nil, nil))
    #expect(Self.areOne("Jansen, A.", "Jansen, A.", next, next))
  }

  @Test func aSurnameOfManyPartsHasFewForms() {
    let long = (0..<1_000).map { "deel\(Character(UnicodeScalar(UInt8(97 + $0 % 26))))" }.joined(separator: " ")
    let person = RecordedPerson(
      surname: long,
      given: "A",
      initials: "B.",
      born: CivilDate(year: 1999, month: 4, day: 5)
    )
    #expect(person.forms.count <= 40)
  }

  private static func areOne(_ one: String, _ other: String, _ born: CivilDate?, _ otherBorn: CivilDate?) -> Bool {
    !person(one, born).forms.isDisjoint(with: person(other, otherBorn).forms)
  }

  private static func person(_ text: String, _ born: CivilDate?) -> RecordedPerson {
    let parts = text.components(", ")
    // Initials have dots, or are one letter.
    let first = parts.count > 1 ? parts[1] : nil
    let isInitials = first.map { $0.contains(".") || $0.count == 1 } ?? false
    return RecordedPerson(
      surname: parts[0],
      prefix: parts.count > 2 ? parts[2] : nil,
      given: isInitials ? nil : first,
      initials: isInitials ? first : nil,
      born: born
    )
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] { split(separator: separator).map(String.init) }
}
