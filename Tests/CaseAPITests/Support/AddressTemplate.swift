import CaseAPI
import Foundation

/// The path of a route: it has names where an address has values.
enum AddressTemplate {
  /// An address of it that is well formed. What it names is there for workflow, version and command alone.
  static func filled(_ template: String) -> String {
    let command = template.hasPrefix("/v1/beginopdrachten/") ? "aanvragen" : "noteren"
    let values = ["sleutel": "uitleen", "versie": "1.0.0", "opdracht": command, "nummer": "999"]
    return template.replacing(#/{(\w+)}/#) { values[String($0.output.1)] ?? "00000000-0000-4000-8000-000000000000" }
  }

  static func fits(_ template: String, _ address: String) -> Bool {
    let (wanted, given) = (template.split(separator: "/"), address.split(separator: "/"))
    return wanted.count == given.count && zip(wanted, given).allSatisfy { $0.hasPrefix("{") || $0 == $1 }
  }

  /// Whether everybody is answered there, with a token or without.
  static func isOpen(_ template: String) -> Bool {
    template.hasPrefix("/health/") || template == "/v1/openapi.json" || template == "/v1/asyncapi.json"
      || template == "/v1/agenda/{geheim}" || template.hasPrefix("/v1/lokaal/")
  }
}
