import Foundation

/// The paths of the API that these commands use.
enum ServicePath {
  static let deadlines = "/v1/termijnen"
  static let calendar = "/v1/termijnen/agenda"
  static let settings = "/v1/termijninstellingen"
  static let overview = "/v1/termijninstellingen/overzicht"
  static let proposals = "/v1/termijnvoorstellen"
  static let rightsProposals = "/v1/beheervoorstellen"

  static func proposal(_ number: Int64) -> String { "\(proposals)/\(number)" }
  static func plan(_ number: Int64) -> String { "\(proposal(number))/plan" }
  static func explanations(ofCase id: UUID) -> String { "/v1/casussen/\(id.text)/termijnen" }

  /// With the parameters that have a value.
  static func with(_ parameters: KeyValuePairs<String, String?>, _ path: String) -> String {
    let pairs = parameters.compactMap { name, value in value.map { "\(name)=\(encoded($0))" } }
    return pairs.isEmpty ? path : "\(path)?\(pairs.joined(separator: "&"))"
  }

  private static func encoded(_ text: String) -> String {
    let plain = CharacterSet(charactersIn: "-._~").union(.init(charactersIn: "a"..."z"))
      .union(.init(charactersIn: "A"..."Z")).union(.init(charactersIn: "0"..."9"))
    // Fails for halves of surrogate pairs only, which a Swift string does not have.
    return text.addingPercentEncoding(withAllowedCharacters: plain) ?? ""
  }
}
