import Foundation
import TestServices

/// Somebody who asks for everything that there is over REST, again and again.
struct CuriousPerson {
  /// What each request was answered, by what was asked.
  typealias View = [String: String]

  let sender: Sender
  let url: String
  /// The id under which the organisation knows a case.
  let own: String
  /// An id that no case has.
  let unknown = UUID().uuidString.lowercased()

  /// In JSON, and for whoever asks.
  static let lists = [
    "/v1/casussen", "/v1/casussen?sorteer=uiterlijkTijdstip", "/v1/casussen?werkstroom=pga-radicalisering",
    "/v1/termijnen", "/v1/termijnen?rol=gemeente", "/v1/vernietigingen", "/v1/werkstromen",
    "/v1/werkstromen/pga-radicalisering", "/v1/organisaties",
  ]
  /// In another form, for everybody, or refused.
  private static let others = [
    "/v1/termijnen/agenda?rol=gemeente", "/v1/agenda-adressen", "/v1/termijninstellingen", "/v1/termijnvoorstellen",
    "/v1/beheervoorstellen", "/v1/gebeurtenissen/stand", "/health/live", "/health/ready", "/metrics",
    "/v1/bestaat-niet",
  ]

  /// Of a case.
  static func addresses(of id: String) -> [String] {
    ["", "/journaal", "/mogelijkheden", "/verstrekkingen", "/termijnen", "/ontvangstbevestigingen"].map {
      "/v1/casussen/\(id)\($0)"
    }
  }

  /// - Parameter foreign: the ids under which others know their cases, which it cannot know. What it is answered under them stands in the view
  ///   of the one that nobody has.
  func view(foreign: [String] = []) async throws -> View {
    var view = View()
    for address in Self.lists + Self.others { view["REST \(address)"] = try await answer(address) }
    for id in [own, unknown] + foreign {
      let name = id == own ? "own" : "unknown"
      for address in Self.addresses(of: id) + ["/v1/vernietigingen/\(id)", "/v1/ontvangstbewijzen/\(id)"] {
        let told = try await answer(address).replacing(id, with: name)
        let key = "REST \(address.replacing(id, with: name))"
        // One answer of several that differs is enough.
        if view[key] != told { view[key, default: ""] += told }
      }
    }
    return view
  }

  private func answer(_ address: String) async throws -> String {
    let reply = try await sender.answer(url + address)
    // How much they may still ask counts what they asked themselves.
    let headers = reply.headers.split(separator: "\n").filter { line in
      !["date:", "ratelimit:"].contains { line.lowercased().hasPrefix($0) }
    }
    return "\(reply.status) \(headers.joined(separator: "\n"))\n\(String(decoding: reply.body, as: UTF8.self))"
  }
}
