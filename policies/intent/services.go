package intent

// serviceNames is what describe-vpc-endpoint-services lists behind
// "com.amazonaws.REGION." (a few behind other prefixes), with the two gateway
// endpoints. FIPS endpoints have the suffix "-fips" and are not listed.
const serviceNames = `
access-analyzer account acm acm-pca airflow.api airflow.env airflow.ops analytics-omics app-integrations appconfig
appconfigdata application-autoscaling application-signals applicationinsights appmesh appmesh-envoy-management apprunner
apprunner.requests appstream.api appstream.streaming appsync-api apptest aps aps-workspaces arsenal-discovery athena
auditmanager autoscaling autoscaling-plans awsconnector
b2bi backup backup-gateway batch bcm-data-exports bcm-pricing-calculator bedrock bedrock-agent bedrock-agent-runtime
bedrock-agentcore bedrock-agentcore.gateway bedrock-data-automation bedrock-data-automation-runtime bedrock-runtime billing
billingconductor braket
cases cassandra ce cleanrooms cleanrooms-ml cloudcontrolapi clouddirectory cloudformation cloudhsmv2 cloudtrail
codeartifact.api codeartifact.repositories codebuild codecatalyst codecatalyst.git codecatalyst.packages codecommit
codeconnections.api codedeploy codedeploy-commands-secure codeguru-profiler codeguru-reviewer codepipeline
codestar-connections.api codewhisperer cognito-identity cognito-idp comprehend comprehendmedical compute-optimizer config
connect-campaigns console control-storage-omics controlcatalog cost-optimization-hub
data-servicediscovery databrew dataexchange datasync datazone deadline.management deadline.scheduling deviceadvisor.iot
devops-guru dicom-medical-imaging discovery dms drs ds ds-data dsql dynamodb dynamodb-streams
ebs ec2 ec2messages ecr-public.api ecr.api ecr.dkr ecs ecs-agent ecs-telemetry eks eks-auth elastic-inference.runtime
elasticache elasticbeanstalk elasticbeanstalk-health elasticfilesystem elasticloadbalancing elasticmapreduce email
email-smtp emr-containers emr-serverless emr-serverless-services.livy emr-serverless.dashboard emrwal.prod
entityresolution events evidently evidently-dataplane execute-api experiments
finspace finspace-api fis forecast forecastquery frauddetector freetier fsx
geo.geofencing geo.maps geo.metadata geo.places geo.routes geo.tracking git-codecommit glue glue.dashboard grafana
grafana-workspace greengrass groundstation guardduty guardduty-data
healthlake
iam identitystore imagebuilder inspector-scan inspector2 internetmonitor invoicing iot.credentials iot.data
iot.fleethub.api iotfleetwise iotroborunner iotsitewise.api iotsitewise.data iottwinmaker.api iottwinmaker.data
iotwireless.api
kafka kafkaconnect kendra kendra-ranking kinesis-firehose kinesis-streams kms
lakeformation lambda launchwizard license-manager license-manager-linux-subscriptions license-manager-user-subscriptions
logs lookoutequipment lookoutmetrics lookoutvision lorawan.cups lorawan.lns
m2 macie2 mail-manager managedblockchain-query managedblockchain.bitcoin.mainnet managedblockchain.bitcoin.testnet
mediaconnect medical-imaging memory-db memorydb mgn migrationhub-orchestrator migrationhub-strategy models-v2-lex
monitoring mq
neptune-graph neptune-graph-data network-firewall networkflowmonitor networkflowmonitorreports networkmonitor nimble
notebook
observabilityadmin organizations outposts
panorama partner-app payment-cryptography.controlplane payment-cryptography.dataplane pca-connector-ad
pca-connector-scep pcs personalize personalize-events personalize-runtime pi pinpoint pinpoint-sms-voice-v2 pipes
pipes-data polly pricing.api private-networks profile proton
q qapps qbusiness qldb.session quicksight-website
ram rbin rds rds-data redshift redshift-data redshift-serverless refactor-spaces rekognition repostspace
resource-groups robomaker rolesanywhere rum rum-dataplane runtime-medical-imaging runtime-v2-lex
s3 s3-global.accesspoint s3-outposts s3express s3tables s3vectors sagemaker-data-science-assistant sagemaker-geospatial
sagemaker.api sagemaker.featurestore-runtime sagemaker.metrics sagemaker.runtime savingsplans schemas scn secretsmanager
securityhub securitylake serverlessrepo service.user-subscriptions servicecatalog servicecatalog-appregistry
servicediscovery shield signin simspaceweaver sms snow-device-management sns social-messaging sqs ssm ssm-contacts
ssm-incidents ssm-quicksetup ssmmessages states storage-omics storagegateway streaming-rekognition studio sts swf
sync-states synthetics
tagging tags-omics tax textract thinclient.api timestream-influxdb tnb transcribe transcribestreaming transfer
transfer.server translate trustedadvisor
verifiedpermissions voiceid vpc-lattice
wafv2 wellarchitected wisdom workflows-omics workmail workspaces workspaces-web
xray
`

// serviceAliases has the other names that people give to services. Those that
// need several endpoints have several names.
var serviceAliases = map[string]string{
	"api-gateway":       "execute-api",
	"apigateway":        "execute-api",
	"cloudmap":          "servicediscovery",
	"cloudwatch":        "monitoring",
	"cloudwatch-events": "events",
	"cloudwatch-logs":   "logs",
	"cloudwatchlogs":    "logs",
	"codeartifact":      "codeartifact.api codeartifact.repositories",
	"cognito":           "cognito-idp",
	"ddb":               "dynamodb",
	"dynamo":            "dynamodb",
	"ecr":               "ecr.api ecr.dkr",
	"efs":               "elasticfilesystem",
	"emr":               "elasticmapreduce",
	"eventbridge":       "events",
	"firehose":          "kinesis-firehose",
	"keyspaces":         "cassandra",
	"kinesis":           "kinesis-streams",
	"parameter-store":   "ssm",
	"prometheus":        "aps-workspaces",
	"sagemaker":         "sagemaker.api sagemaker.runtime",
	"secrets-manager":   "secretsmanager",
	"ses":               "email-smtp",
	"session-manager":   "ssmmessages",
	"step-functions":    "states",
	"stepfunctions":     "states",
	"systems-manager":   "ssm",
	"x-ray":             "xray",
}
