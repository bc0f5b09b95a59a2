/// What people call a case to one another (`kenmerk`): seven characters and one that shows a slip, as `K7FQ-3XR3`. It has no vowels, so it is no
/// word, and nothing that is read for something else. It says nothing of the case.
public enum CaseName {
  /// Consonants and digits; of those that look alike, one.
  static let characters = Array("BCDFGHJKLMNPQRSTVWXZ23456789".utf8)
  /// How many there are before the one that checks them.
  static let length = 7

  /// - Parameter number: of which the name is made; those that follow one another have nothing in common if the numbers have not.
  public static func make(from number: UInt64) -> String {
    var rest = number
    let chosen = (0..<length).map { _ in
      defer { rest /= UInt64(characters.count) }
      return Int(rest % UInt64(characters.count))
    }
    return text(chosen + [check(chosen)])
  }

  /// As it is kept and compared; people write it with or without the hyphen, in small letters too.
  /// - Returns: `nil` for what is no name, as after a slip of the pen.
  public static func read(_ text: String) -> String? {
    var places: [Int] = []
    for byte in text.utf8.prefix(40) {
      if byte == 0x20 || byte == 0x2d { continue }
      let capital = (0x61...0x7a).contains(byte) ? byte - 0x20 : byte
      guard let place = characters.firstIndex(of: capital) else { return nil }
      places.append(place)
    }
    guard text.utf8.count <= 40, places.count == length + 1, check(Array(places.dropLast())) == places[length] else {
      return nil
    }
    return self.text(places)
  }

  private static func text(_ places: [Int]) -> String {
    let bytes = places.map { characters[$0] }
    return String(decoding: bytes.prefix(4) + [0x2d] + bytes.dropFirst(4), as: UTF8.self)
  }

  /// The hybrid system of ISO/IEC 7064 for this many characters: one that is wrong always shows, and two that changed places nearly always.
  private static func check(_ places: [Int]) -> Int {
    let count = characters.count
    let product = places.reduce(count) { product, place in
      let sum = (product + place) % count
      return (sum == 0 ? count : sum) * 2 % (count + 1)
    }
    return (count + 1 - product) % count
  }
}
