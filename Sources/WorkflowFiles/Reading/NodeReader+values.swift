import CaseCore
import DutchMessages
import OrderedCollections

extension NodeReader {
  /// A text with visible characters.
  func text() -> String? {
    guard case .scalar(let text, let isQuoted) = node.content else {
      harmlessFault("Hier hoort tekst, geen lijst of groep.")
      return nil
    }
    guard text.showsSomething, isQuoted || !Self.nothing.contains(text) else {
      harmlessFault("Hier hoort tekst, en er staat niets.")
      return nil
    }
    if text.unicodeScalars.contains(where: \.isControl) { harmlessFault("Deze tekst \(TextFault.control.dutch).") }
    if text.unicodeScalars.contains(where: \.changesDirection) {
      harmlessFault("Deze tekst \(TextFault.direction.dutch).")
    }
    return text
  }

  /// The name of something that is declared elsewhere.
  func name() -> String? {
    guard let name = scalar(expecting: "een naam") else { return nil }
    guard name.isKebabCase else {
      fault(Self.notKebabCase(name))
      return nil
    }
    return name
  }

  /// A list of names; a single name needs no brackets.
  func names() -> [String] { oneOrMore().compactMap { $0.name() } }

  func flag() -> Bool? {
    switch node.content {
    case .scalar("true", isQuoted: false): return true
    case .scalar("false", isQuoted: false): return false
    default:
      fault("Hier hoort true of false.")
      return nil
    }
  }

  func number() -> Int64? {
    guard case .scalar(let text, isQuoted: false) = node.content, let number = Int64(text), "\(number)" == text else {
      fault("Hier hoort een geheel getal.")
      return nil
    }
    return number
  }

  /// A count, with a minimum.
  func count(atLeast minimum: Int) -> Int? {
    guard let number = number() else { return nil }
    guard let count = Int(exactly: number), (minimum...1_000_000).contains(count) else {
      fault("Hier hoort een getal vanaf \(minimum).")
      return nil
    }
    return count
  }

  func date() -> CivilDate? {
    guard let text = scalar(expecting: "een datum") else { return nil }
    do { return try CivilDate(iso8601: text) } catch {
      fault(error.dutch)
      return nil
    }
  }

  func length() -> Length? {
    guard let text = scalar(expecting: "een termijn zoals P5D") else { return nil }
    do { return try Length(iso8601: text) } catch {
      fault(error.dutch)
      return nil
    }
  }

  /// One of a fixed set of words.
  func word<Word: RawRepresentable<String> & CaseIterable>(_: Word.Type = Word.self) -> Word? {
    let words = Word.allCases.map(\.rawValue)
    guard let text = scalar(expecting: "een van deze woorden: \(words.joined(separator: ", "))") else { return nil }
    if let word = Word(rawValue: text) { return word }
    let advice = Spelling.nearest(to: text, in: words).map { "Bedoeld is misschien «\($0)»." }
    fault("«\(text)» kan hier niet staan. \(advice ?? "Kies uit: \(words.joined(separator: ", ")).")")
    return nil
  }

  /// The forms of "no value" in YAML.
  private static let nothing: Set<String> = ["", "~", "null"]

  func scalar(expecting what: String) -> String? {
    guard case .scalar(let text, let isQuoted) = node.content else {
      fault("Hier hoort \(what), geen lijst of groep.")
      return nil
    }
    guard isQuoted || !Self.nothing.contains(text) else {
      fault("Hier hoort \(what), en er staat niets.")
      return nil
    }
    return text
  }
}

extension NodeReader {
  /// A mapping of names to things, in the order of the file.
  func dictionary<Thing>(of read: (NodeReader) -> Thing) -> OrderedDictionary<String, Thing> {
    var things: OrderedDictionary<String, Thing> = [:]
    for (name, reader) in entries() { things[name] = read(reader) }
    return things
  }
}

extension NodeReader {
  /// Three numbers, like a release in Semantic Versioning.
  func version() -> String? {
    guard let text = scalar(expecting: "een versie") else { return nil }
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy(\.isVersionNumber) else {
      fault("«\(text)» is geen versie. Schrijf drie getallen met punten, bijvoorbeeld 1.0.0.")
      return nil
    }
    return text
  }
}

extension Substring {
  /// Digits only and without leading zeros.
  fileprivate var isVersionNumber: Bool {
    (1...9).contains(utf8.count) && UInt32(self).map { String($0) == self } == true
  }
}
