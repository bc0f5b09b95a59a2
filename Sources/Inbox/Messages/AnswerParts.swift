import Crypto
import Foundation
import OrderedCollections
import Requests
import StoreBase
import StrictJSON

/// An answer that is too large for a message, as text in parts, each of which is asked by a question of its own.
///
/// Nothing is kept of an answer: each part is cut from the answer as it is when the part is asked. So each says by a digest of which text it is a
/// part, and whoever gets two of different texts begins anew.
struct AnswerParts {
  /// In bytes of UTF-8. Written as a string in JSON it is twice that at most, for a text that is JSON.
  static let size = 64 * 1024

  let texts: [String]
  /// SHA-256 of the whole text, in hexadecimal.
  let digest: String

  init(_ body: JSON) {
    let text = body.text
    var (parts, part, length) = ([String](), String.UnicodeScalarView(), 0)
    for scalar in text.unicodeScalars {
      let bytes = UTF8.width(scalar)
      if length + bytes > Self.size {
        parts.append(String(part))
        (part, length) = (String.UnicodeScalarView(), 0)
      }
      part.append(scalar)
      length += bytes
    }
    texts = parts + [String(part)]
    digest = Data(SHA256.hash(data: Data(text.utf8))).hexadecimal
  }

  /// What is answered when nobody asked for a part.
  var refusal: Problem {
    var problem = Problem(
      .answerTooLarge,
      "Het antwoord past niet in een bericht. Vraag minder tegelijk, of vraag het in delen: met «deel» 1 tot en met \(texts.count)."
    )
    problem.extra["delen"] = .integer(Int64(texts.count))
    problem.extra["afdruk"] = .string(digest)
    return problem
  }

  /// - Parameter number: counts from 1.
  /// - Returns: `nil` when there are not so many.
  func part(_ number: Int64, status: Int) -> OrderedDictionary<String, JSON>? {
    guard (1...Int64(texts.count)).contains(number) else { return nil }
    return [
      "status": .integer(Int64(status)), "deel": .integer(number), "delen": .integer(Int64(texts.count)),
      "afdruk": .string(digest), "tekst": .string(texts[Int(number) - 1]),
    ]
  }
}
