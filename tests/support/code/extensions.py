"""An extension for tests: a topic in every region, and a route that answers by itself."""

from troposphere import Output, Ref, Tags
from troposphere.apigateway import Integration, IntegrationResponse, Method, MethodResponse
from troposphere.sns import Topic

from generator import Site


def add_topic(site: Site) -> None:
    """Adds both, and the topic's ARN as an output."""
    if site.kind == "dns":
        return
    topic = site.template.add_resource(Topic("Extra", TopicName=site.name("Extra"), Tags=Tags(site.tags)))
    site.template.add_output(Output("ExtraTopic", Value=Ref(topic)))
    site.allow_deployment("AWS::SNS::Topic", site.arns("sns"))
    answer = IntegrationResponse(StatusCode="200", ResponseTemplates={"application/json": "{}"})
    mock = Integration(
        Type="MOCK",
        PassthroughBehavior="NEVER",
        RequestTemplates={"application/json": '{"statusCode": 200}'},
        IntegrationResponses=[answer],
    )
    responses = [MethodResponse(StatusCode="200")]
    site.add_method(
        "GET /extra-topic", Method(None, AuthorizationType="NONE", Integration=mock, MethodResponses=responses)
    )
