import Foundation

/// The address of a page of a list.
enum ListAddress {
  /// What is said of a place in a list that was not given out to this reader for this question.
  static let placeRule =
    "Moet de waarde zijn uit «volgende» van de vorige bladzijde van dezelfde vraag. Begin anders opnieuw, zonder «na»."

  static func text(_ list: String, _ parameters: [(String, String)]) -> String {
    let texts = parameters.map { "\($0.0)=\(encoded($0.1))" }
    return texts.isEmpty ? list : "\(list)?\(texts.joined(separator: "&"))"
  }

  private static func encoded(_ text: String) -> String {
    let plain = CharacterSet.alphanumerics.intersection(.init(charactersIn: "\u{0}"..."\u{7f}"))
      .union(.init(charactersIn: "-._~"))
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
