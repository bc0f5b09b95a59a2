import Foundation
import JOSE
import StrictJSON

let usage = """
  partner-client FOLDER keys | thumbprint | listen [--until ID]
  partner-client FOLDER send COMMAND.json [--case ID] [--revision N] [--after ID]     the token comes from $TOKEN
  """
let arguments = CommandLine.arguments.dropFirst()
let words = Array(arguments.prefix { !$0.hasPrefix("--") })
let client = PartnerClient(folder: URL(filePath: words.first ?? "."))

func option(_ name: String) -> String? { zip(arguments, arguments.dropFirst()).first { $0.0 == name }?.1 }

do {
  switch words.dropFirst().first {
  case "keys": try client.makeKeys()
  case "thumbprint": print(try client.own(.signature).key.thumbprint)
  case "send" where words.count == 3:
    let command = try JSONReader.read(Array(Data(contentsOf: URL(filePath: words[2]))))
    let revision = option("--revision").flatMap(Int64.init)
    print(try await client.send(command, case: option("--case"), revision: revision, after: option("--after")))
  case "listen":
    try await client.listen { event in
      let said = try event["type"] == "nl.casusregie.opdracht.afgehandeld" ? client.answer(event) : event["dataref"]
      let command = event["causationid"] ?? .null
      print(JSON.object(["type": event["type"], "command": command, "says": said ?? .null]).text)
      return command != .null && command.string == option("--until")
    }
  default: throw PartnerClient.Fault(description: usage)
  }
} catch {
  client.say((error as? PartnerClient.Fault)?.description ?? "\(error)")
  exit(1)
}
