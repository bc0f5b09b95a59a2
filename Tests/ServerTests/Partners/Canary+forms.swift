import CaseCore
import Foundation

/// How it is looked for.
extension Canary {
  /// All of its values, but for the choice, which the workflow itself has too.
  var values: [String] { [mark] + dates.map { "\($0)" } + numbers.map { "\($0)" } }

  /// The forms of all of its values: as they are, in Base64, in hexadecimal, and the last two of UTF-16 as well.
  var forms: [String] {
    let dutch = dates.flatMap { date -> [String] in
      let (day, month) = (Self.digits(date.day), Self.digits(date.month))
      // As people write it, and as calendars do.
      return ["\(day)-\(month)-\(date.year)", "\(date.day) december \(date.year)", ":\(date.year)\(month)\(day)"]
    }
    return values.flatMap(Self.forms) + dutch
  }

  /// The same of the choice.
  var formsOfChoice: [String] { Self.forms(of: choice) }

  func isIn(_ text: String) -> Bool { forms.contains { text.contains($0) } }

  private static func digits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  private static func forms(of value: String) -> [String] {
    let bytes = Array(value.utf8)
    // The order of the bytes makes no difference to what stands between the first character and the last.
    let wide = Array(bytes.map { [$0] }.joined(separator: [UInt8(0)]))
    return [value]
      + [bytes, wide].flatMap { bytes -> [String] in
        let hexadecimal = bytes.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
        return [hexadecimal, hexadecimal.uppercased()] + base64(bytes)
      }
  }

  /// At each of its three offsets.
  private static func base64(_ bytes: [UInt8]) -> [String] {
    (0..<3).map { offset in
      let text = Data(Array(repeating: UInt8(ascii: "x"), count: offset) + bytes).base64EncodedString()
      // Without the characters that also hold bits of what is around.
      return String(text.dropFirst(offset == 0 ? 0 : 4).dropLast(4))
    }
  }
}
