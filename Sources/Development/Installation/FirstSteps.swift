import CaseAPI
import CaseCore
import Foundation
import Server
import WorkflowFiles

/// What someone can try with a service that has just begun and is empty: commands that work as they stand, from an
/// organisation that starts a case to where the case is found.
struct FirstSteps {
  private let settings: Settings
  /// How a command names the installation.
  private let local: String

  init(_ settings: Settings, local: String) {
    self.settings = settings
    self.local = local
  }

  private static let organisation = "00000099000000000001"
  private static let name = "Gemeente Voorbeeldstad"

  var text: String {
    let beginning = beginning()
    let role = beginning?.role ?? "gemeente"
    let url = settings.service.url
    let curl = #"curl -sS -H "Authorization: Bearer $token""#
    var lines = [
      "# an organisation, and an access token for somebody who works for it",
      "scripts/run partner add \(local) --oin \(Self.organisation) --name \"\(Self.name)\" --region oost --role \(role)",
      "token=$(scripts/run token \(local) --oin \(Self.organisation) --role \(role))",
      "# which workflows there are, how a case of one begins, with an example of the request",
      "\(curl) \(url)/v1/werkstromen",
    ]
    if let body = beginning?.body {
      lines += [
        "# begin a case; the answer names its id",
        "\(curl) -H \"Content-Type: application/json\" -H \"Idempotency-Key: $(date +%s%N)\" \\",
        "  -d '\(body)' \(url)/v1/casussen",
      ]
    }
    lines += [
      "# the cases, and what is due when; what can be done in a case is at …/v1/casussen/{id}/mogelijkheden",
      "\(curl) \(url)/v1/casussen",
      "\(curl) \(url)/v1/termijnen",
    ]
    return lines.map { "  \($0)" }.joined(separator: "\n")
  }

  /// The role and the request by which a case of the first workflow starts that one organisation can start alone.
  private func beginning() -> (role: String, body: String)? {
    let today = Amsterdam.date(at: Instant(microseconds: Int64(Date().timeIntervalSince1970 * 1_000_000)))
    // The service runs, so its folder could be read; whatever changed since is no reason not to say the rest.
    let names = (try? FileManager.default.contentsOfDirectory(atPath: settings.workflowsFolder).sorted()) ?? []
    let sender = Organisation(number: Self.organisation, name: Self.name, region: "oost", roles: [])
    for name in names {
      guard let workflow = try? WorkflowFolder.load("\(settings.workflowsFolder)/\(name)").workflow,
        let (role, example) = StartExample.alone(workflow, by: sender, today: today)
      else { continue }
      return (role, example.text)
    }
    return nil
  }
}
